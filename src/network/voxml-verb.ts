import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'

const text = Type.String()
const nonEmpty = Type.String({ minLength: 1 })
const boolean = Type.Boolean()
const count = Type.Integer({ minimum: 0 })
const url = Type.String({ pattern: '^https?://' })
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)
const strictObject = (fields: Readonly<Record<string, TSchema>>) => Type.Object(fields, { additionalProperties: false })
const method = Choice('GET', 'POST')

const Say = {
  text: nonEmpty,
  voice: optional(text),
  language: optional(text),
  loop: optional(count),
  engine: optional(Choice('google', 'polly')),
}
const Play = { url, loop: optional(count) }

/** The verbs of VoxML with their parameters; docs:/voxml. */
export const verbs: Readonly<Record<string, Readonly<Record<string, TSchema>>>> = {
  Say,
  Play,
  Gather: {
    action_url: url,
    input: optional(Choice('dtmf', 'speech', 'dtmf speech')),
    method: optional(method),
    timeout: optional(count),
    num_digits: optional(Type.Integer({ minimum: 1 })),
    finish_on_key: optional(text),
    say: optional(strictObject(Say)),
    play: optional(strictObject(Play)),
  },
  Dial: {
    numbers: optional(Type.Array(strictObject({ number: nonEmpty, send_digits: optional(text) }))),
    sip: optional(Type.Array(strictObject({ uri: nonEmpty, username: optional(text), password: optional(text) }))),
    client: optional(Type.Array(strictObject({ name: nonEmpty }))),
    action_url: optional(url),
    timeout: optional(count),
    time_limit: optional(count),
    caller_id: optional(text),
    record: optional(boolean),
    ring_tone: optional(text),
  },
  Record: {
    action_url: url,
    max_length: optional(count),
    timeout: optional(count),
    finish_on_key: optional(text),
    trim: optional(Choice('trim-silence', 'do-not-trim')),
    play_beep: optional(boolean),
    transcribe: optional(boolean),
    transcription_url: optional(url),
  },
  Stream: {
    url: Type.String({ pattern: '^wss://' }),
    name: optional(text),
    track: optional(Choice('both_tracks', 'inbound_track', 'outbound_track')),
    status_callback_url: optional(url),
    parameters: optional(Type.Record(Type.String(), Type.Unknown())),
  },
  Conference: {
    name: nonEmpty,
    muted: optional(boolean),
    start_on_enter: optional(boolean),
    end_on_exit: optional(boolean),
    max_participants: optional(count),
    wait_url: optional(url),
    status_callback_url: optional(url),
    record: optional(boolean),
    beep: optional(boolean),
  },
  Redirect: { url, method: optional(method) },
  Pause: { length: optional(count) },
  Hangup: { reason: optional(Choice('completed', 'busy', 'rejected')) },
  Reject: { reason: optional(Choice('rejected', 'busy')) },
}
