import t from 'tap'
import { checkVoxml } from '../../src/network/voxml.ts'

const voxml = (...instructions: unknown[]) => JSON.stringify({ voxml_version: '1.0', instructions })
const verbs = 'Say, Play, Gather, Dial, Record, Stream, Conference, Redirect, Pause, Hangup, Reject'

const valid = [
  voxml({ verb: 'Say', text: 'Hello namespace' }, { verb: 'Hangup' }),
  voxml({ verb: 'Gather', action_url: 'https://example.com/a', input: 'dtmf speech', say: { text: 'Press 1' } }),
  voxml({ verb: 'Dial', numbers: [{ number: '+14155551234', send_digits: '1' }], timeout: 30, record: true }),
  voxml({ verb: 'Stream', url: 'wss://example.com', track: 'both_tracks', parameters: { a: 1 } }),
  voxml({ verb: 'Pause', length: 2 }, { verb: 'Reject', reason: 'busy' }, { verb: 'Conference', name: 'one' }),
  voxml({ verb: 'Record', action_url: 'http://localhost/a' }, { verb: 'Redirect', url: 'http://localhost/b' }),
  voxml({ verb: 'Play', url: 'https://example.com/a.mp3', loop: 0 }),
]

t.test('the examples of the documentation are valid', async t => {
  for (const text of valid) t.strictSame(checkVoxml(text), [], text)
})

const invalid: [string, string, string][] = [
  ['<Response/>', 'body', 'is not JSON'],
  ['[]', 'body', 'must be an object'],
  [
    voxml({ verb: 'Say', text: 'x' }).replace('"x"', '['.repeat(63) + ']'.repeat(63)),
    'body',
    'must not nest deeper than 64 levels',
  ],
  ['{"instructions":[{"verb":"Hangup"}]}', 'voxml_version', 'is missing'],
  ['{"voxml_version":"2.0","instructions":[{"verb":"Hangup"}]}', 'voxml_version', 'must match ^1\\.0$'],
  [voxml(), 'instructions', 'must be an array of at least 1'],
  ['{"voxml_version":"1.0","instructions":{}}', 'instructions', 'must be an array of at least 1'],
  [voxml('Hangup'), 'instructions[0]', 'must be an object'],
  [voxml({ text: 'x' }), 'instructions[0].verb', 'is missing'],
  [voxml({ verb: 'Hangup' }, { verb: 'say' }), 'instructions[1].verb', `must be one of ${verbs}; did you mean "Say"?`],
  [voxml({ verb: 'constructor' }), 'instructions[0].verb', `must be one of ${verbs}`],
  [voxml({ verb: 'Say' }), 'instructions[0].text', 'is missing'],
  [voxml({ verb: 'Say', text: '' }), 'instructions[0].text', 'must be a non-empty string'],
  [voxml({ verb: 'Say', text: 'x', loop: -1 }), 'instructions[0].loop', 'must be an integer, 0 or more'],
  [voxml({ verb: 'Say', text: 'x', engine: 'x' }), 'instructions[0].engine', 'must be one of google, polly'],
  [
    voxml({ verb: 'Say', text: 'x', vioce: 'x' }),
    'instructions[0].vioce',
    'is not a parameter of the verb; did you mean "voice"?',
  ],
  [voxml({ verb: 'Dial', record: 'yes' }), 'instructions[0].record', 'must be true or false'],
  [voxml({ verb: 'Dial', sip: [{}] }), 'instructions[0].sip[0].uri', 'is missing'],
  [voxml({ verb: 'Stream', url: 'https://x' }), 'instructions[0].url', 'must match ^wss://'],
  [voxml({ verb: 'Say', text: 'x', language: 1 }), 'instructions[0].language', 'must be a string'],
]

t.test('each error names its field, and at most 20 errors are returned', async t => {
  for (const [text, field, reason] of invalid) t.strictSame(checkVoxml(text), [{ field, reason }], text)
  t.strictSame(checkVoxml(voxml({ verb: 'Say' }, { verb: 'Play' })), [
    { field: 'instructions[0].text', reason: 'is missing' },
    { field: 'instructions[1].url', reason: 'is missing' },
  ])
  for (const many of [voxml(...Array(30_000).fill(1)), voxml(...Array(30_000).fill({ verb: 'x' }))]) {
    t.equal(checkVoxml(many).length, 20, 'at most 20 errors')
  }
})
