import t from 'tap'
import { files, read } from './tree.ts'

/** Words that the project does not use, and the words that it uses instead. */
const retired: Readonly<Record<string, string>> = {
  admission: 'auth context',
  admit: 'accept, allow',
  admits: 'accepts, allows',
  admitted: 'accepted, allowed',
  beside: 'with, next to',
  besides: 'also',
  building: 'layer',
  calm: 'hasFaults',
  ending: 'shutdown, pending work',
  exchange: 'request context',
  floor: 'layer',
  floors: 'layers',
  house: 'layer, project',
  ledger: 'behavior catalog',
  likewise: 'also',
  mischief: 'fault',
  mistake: 'usage error, error',
  mistakes: 'usage errors, errors',
  nobody: 'no …, unknown',
  ours: 'assumed',
  plant: 'insert the initial seed',
  planted: 'initial seed',
  planting: 'inserting the initial seed',
  rang: 'simulated a call',
  reading: 'variant',
  readings: 'variants',
  refusal: 'error',
  refusals: 'errors',
  refuse: 'reject',
  refused: 'rejected',
  refuses: 'rejects',
  ring: 'simulate a call',
  rings: 'simulates a call',
  roof: 'layer',
  rung: 'simulated call',
  silence: 'what the documentation leaves open',
  silences: 'what the documentation leaves open',
  unforeseen: 'unexpected error',
  visit: 'request context',
  whom: 'who, which',
  world: 'namespace',
  worlds: 'namespaces',
}

/** Uses of these words in another sense. */
const allowed: readonly string[] = [
  'Math.floor',
  'math.floor',
  'ECONNREFUSED',
  'connection refused',
  'ring_tone',
  'trim-silence',
  // The Unix user without privileges.
  "'nobody'",
  'reading a seed',
  'reading a response',
  'reading a large state',
  'reading from a namespace',
  'Reading the state',
  'for reading',
  'stops reading',
  'sending or reading',
  // A migration that has been applied cannot be changed.
  'TABLE planted',
  'INTO planted',
  'was planted',
]

const names = ['README.md', 'package.json', 'tsconfig.json', 'Dockerfile', '.ci/run']
const texts = [
  ...files('{src,test,openapi,migrations,docs}/**/*.*').filter(({ path }) => !isExempt(path)),
  ...names.map(path => ({ path, text: read(path) })),
]

/** The recordings of the corpus and its translations contain the earlier words, and this file lists them. */
function isExempt(path: string): boolean {
  return /^test\/(corpus\/(recorded\/|words\.ts$)|vocabulary\.test\.ts$)/.test(path)
}

/** The words of a text, in lower case; a name such as `openSqlite` or `E164_PATTERN` is split into its words. */
function words(text: string): string[] {
  return (text.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []).map(word => word.toLowerCase())
}

function withoutAllowed(text: string): string {
  return allowed.reduce((rest, phrase) => rest.replaceAll(phrase, ''), text)
}

t.test('no name, comment or text uses a retired word', async t => {
  const found = texts.flatMap(({ path, text }) =>
    [path, ...text.split('\n')].flatMap((line, number) =>
      words(withoutAllowed(line))
        .filter(word => Object.hasOwn(retired, word))
        .map(word => `${path}:${number}: "${word}"; say: ${retired[word]}`),
    ),
  )
  t.strictSame(found, [])
})

t.test('every allowed use occurs', async t => {
  t.strictSame(
    allowed.filter(phrase => !texts.some(({ text }) => text.includes(phrase))),
    [],
  )
})

t.test('no two exported types share a name', async t => {
  const names = files('{src,test,openapi}/**/*.ts').flatMap(({ text }) =>
    [...text.matchAll(/^export (?:type|interface|class) (\w+)/gm)].map(([, name]) => name),
  )
  t.ok(names.length > 100)
  t.strictSame(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  )
})
