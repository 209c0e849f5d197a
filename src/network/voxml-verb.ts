import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'

const text = Type.String()
const some = Type.String({ minLength: 1 })
const yesNo = Type.Boolean()
const count = Type.Integer({ minimum: 0 })
const url = Type.String({ pattern: '^https?://' })
const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema)
const closed = (fields: Readonly<Record<string, TSchema>>) => Type.Object(fields, { additionalProperties: false })
const method = Choice('GET', 'POST')

const Say = {
  text: some,
  voice: maybe(text),
  language: maybe(text),
  loop: maybe(count),
  engine: maybe(Choice('google', 'polly')),
}
const Play = { url, loop: maybe(count) }

/** The verbs of VoxML with their parameters; docs:/voxml. Their defaults are the vendor's to fill in. */
export const verbs: Readonly<Record<string, Readonly<Record<string, TSchema>>>> = {
  Say,
  Play,
  Gather: {
    action_url: url,
    input: maybe(Choice('dtmf', 'speech', 'dtmf speech')),
    method: maybe(method),
    timeout: maybe(count),
    num_digits: maybe(Type.Integer({ minimum: 1 })),
    finish_on_key: maybe(text),
    say: maybe(closed(Say)),
    play: maybe(closed(Play)),
  },
  Dial: {
    numbers: maybe(Type.Array(closed({ number: some, send_digits: maybe(text) }))),
    sip: maybe(Type.Array(closed({ uri: some, username: maybe(text), password: maybe(text) }))),
    client: maybe(Type.Array(closed({ name: some }))),
    action_url: maybe(url),
    timeout: maybe(count),
    time_limit: maybe(count),
    caller_id: maybe(text),
    record: maybe(yesNo),
    ring_tone: maybe(text),
  },
  Record: {
    action_url: url,
    max_length: maybe(count),
    timeout: maybe(count),
    finish_on_key: maybe(text),
    trim: maybe(Choice('trim-silence', 'do-not-trim')),
    play_beep: maybe(yesNo),
    transcribe: maybe(yesNo),
    transcription_url: maybe(url),
  },
  Stream: {
    url: Type.String({ pattern: '^wss://' }),
    name: maybe(text),
    track: maybe(Choice('both_tracks', 'inbound_track', 'outbound_track')),
    status_callback_url: maybe(url),
    parameters: maybe(Type.Record(Type.String(), Type.Unknown())),
  },
  Conference: {
    name: some,
    muted: maybe(yesNo),
    start_on_enter: maybe(yesNo),
    end_on_exit: maybe(yesNo),
    max_participants: maybe(count),
    wait_url: maybe(url),
    status_callback_url: maybe(url),
    record: maybe(yesNo),
    beep: maybe(yesNo),
  },
  Redirect: { url, method: maybe(method) },
  Pause: { length: maybe(count) },
  Hangup: { reason: maybe(Choice('completed', 'busy', 'rejected')) },
  Reject: { reason: maybe(Choice('rejected', 'busy')) },
}
