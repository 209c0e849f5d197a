import t from 'tap'
import { checkVoxml } from '../../src/network/voxml.ts'

const whole = (...instructions: unknown[]) => JSON.stringify({ voxml_version: '1.0', instructions })
const verbs = 'Say, Play, Gather, Dial, Record, Stream, Conference, Redirect, Pause, Hangup, Reject'

const right = [
  whole({ verb: 'Say', text: 'Hello namespace' }, { verb: 'Hangup' }),
  whole({ verb: 'Gather', action_url: 'https://example.com/a', input: 'dtmf speech', say: { text: 'Press 1' } }),
  whole({ verb: 'Dial', numbers: [{ number: '+14155551234', send_digits: '1' }], timeout: 30, record: true }),
  whole({ verb: 'Stream', url: 'wss://example.com', track: 'both_tracks', parameters: { a: 1 } }),
  whole({ verb: 'Pause', length: 2 }, { verb: 'Reject', reason: 'busy' }, { verb: 'Conference', name: 'one' }),
  whole({ verb: 'Record', action_url: 'http://localhost/a' }, { verb: 'Redirect', url: 'http://localhost/b' }),
  whole({ verb: 'Play', url: 'https://example.com/a.mp3', loop: 0 }),
]

t.test('nothing is wrong with what the pages show', async t => {
  for (const text of right) t.strictSame(checkVoxml(text), [], text)
})

const wrong: [string, string, string][] = [
  ['<Response/>', 'body', 'is not JSON'],
  ['[]', 'body', 'must be an object'],
  [
    whole({ verb: 'Say', text: 'x' }).replace('"x"', '['.repeat(63) + ']'.repeat(63)),
    'body',
    'must not nest deeper than 64 levels',
  ],
  ['{"instructions":[{"verb":"Hangup"}]}', 'voxml_version', 'is missing'],
  ['{"voxml_version":"2.0","instructions":[{"verb":"Hangup"}]}', 'voxml_version', 'must match ^1\\.0$'],
  [whole(), 'instructions', 'must be an array of at least 1'],
  ['{"voxml_version":"1.0","instructions":{}}', 'instructions', 'must be an array of at least 1'],
  [whole('Hangup'), 'instructions[0]', 'must be an object'],
  [whole({ text: 'x' }), 'instructions[0].verb', 'is missing'],
  [whole({ verb: 'Hangup' }, { verb: 'say' }), 'instructions[1].verb', `must be one of ${verbs}; did you mean "Say"?`],
  [whole({ verb: 'constructor' }), 'instructions[0].verb', `must be one of ${verbs}`],
  [whole({ verb: 'Say' }), 'instructions[0].text', 'is missing'],
  [whole({ verb: 'Say', text: '' }), 'instructions[0].text', 'must be a text that is not empty'],
  [whole({ verb: 'Say', text: 'x', loop: -1 }), 'instructions[0].loop', 'must be an integer, 0 or more'],
  [whole({ verb: 'Say', text: 'x', engine: 'x' }), 'instructions[0].engine', 'must be one of google, polly'],
  [
    whole({ verb: 'Say', text: 'x', vioce: 'x' }),
    'instructions[0].vioce',
    'is no parameter of the verb; did you mean "voice"?',
  ],
  [whole({ verb: 'Dial', record: 'yes' }), 'instructions[0].record', 'must be true or false'],
  [whole({ verb: 'Dial', sip: [{}] }), 'instructions[0].sip[0].uri', 'is missing'],
  [whole({ verb: 'Stream', url: 'https://x' }), 'instructions[0].url', 'must match ^wss://'],
  [whole({ verb: 'Say', text: 'x', language: 1 }), 'instructions[0].language', 'must be a text'],
]

t.test('what is wrong is told with its place', async t => {
  for (const [text, place, reason] of wrong) t.strictSame(checkVoxml(text), [{ place, reason }], text)
  t.strictSame(checkVoxml(whole({ verb: 'Say' }, { verb: 'Play' })), [
    { place: 'instructions[0].text', reason: 'is missing' },
    { place: 'instructions[1].url', reason: 'is missing' },
  ])
  for (const many of [whole(...Array(30_000).fill(1)), whole(...Array(30_000).fill({ verb: 'x' }))]) {
    t.equal(checkVoxml(many).length, 20, 'but not without end')
  }
})
