import { Redactor } from '../base/redaction.ts'
import { shownAnswer, shownRequest } from './difference-text.ts'
import { fits, something, success, trunkId } from './matcher.ts'
import { Undo } from './undo.ts'
import { Differs, NotChecked } from './verdict.ts'
import type { Seen, Sent } from './wire.ts'
import { send, whyNone } from './wire.ts'

/** A server that claims to be this API, and what of it may be used: only the number that is named is changed. */
export interface ConformanceTarget {
  /** Its origin, with what stands before `/v1`. */
  readonly url: string
  readonly key: string
  readonly account: string
  /** A number, a trunk and an application of the account. */
  readonly number?: string | undefined
  readonly trunk?: string | undefined
  readonly application?: string | undefined
  /** A trunk of another account. */
  readonly foreignTrunk?: string | undefined
}

/** What of an answer is compared. */
export type ExpectedResponse = { readonly [K in keyof Seen]?: unknown }

/** The API as a check sees it. */
export class Api {
  readonly #target: ConformanceTarget
  readonly #redactor: Redactor
  readonly undo = new Undo()
  /** Settles when the clock of the server shows another second. */
  readonly nextSecond: () => Promise<unknown>

  constructor(target: ConformanceTarget, nextSecond: () => Promise<unknown>) {
    this.#target = target
    this.#redactor = new Redactor({ secrets: [target.key, this.basic] })
    this.nextSecond = nextSecond
  }

  get key(): string {
    return this.#target.key
  }
  get account(): string {
    return this.#target.account
  }
  get number(): string {
    return this.#named('number')
  }
  get trunk(): string {
    return this.#named('trunk')
  }
  get application(): string {
    return this.#named('application')
  }
  get foreignTrunk(): string {
    return this.#named('foreignTrunk')
  }

  get numbers(): string {
    return `/v1/account/${this.account}/numbers`
  }
  get trunks(): string {
    return `/v1/account/${this.account}/trunks`
  }
  get applications(): string {
    return '/v1/voice/applications'
  }
  /** The named application itself. */
  get itsApplication(): string {
    return `${this.applications}/${this.application}`
  }
  /** Where a number is assigned to a trunk: the named one, or another. */
  toTrunk(number = this.number): string {
    return `${this.numbers}/${number}/assign`
  }
  get toApplication(): string {
    return `${this.numbers}/${this.number}/application`
  }

  /** What HTTP Basic sends. */
  get basic(): string {
    return Buffer.from(`${this.account}:${this.key}`).toString('base64')
  }

  /** Without the key, in whatever text or name a server may have sent it back. */
  masked<T>(value: T): T {
    return this.#redactor.value(JSON.parse(JSON.stringify(value)))
  }

  /** Sends a request with the key, unless headers say otherwise; compares its answer with what is expected of it. */
  async expect(method: string, path: string, expected: ExpectedResponse, sent: Sent = {}): Promise<Seen> {
    const differs = (seen: unknown) =>
      new Differs({
        request: shownRequest(method, path, sent, this.#redactor),
        expected: JSON.parse(JSON.stringify(expected)),
        seen,
      })
    const seen = await this.send(method, path, sent).catch(error => {
      throw differs(whyNone(error))
    })
    if (method === 'POST' && path === this.trunks) this.#forget(seen)
    if (fits(expected, seen)) return seen
    throw differs(shownAnswer(Object.keys(expected) as (keyof Seen)[], seen, this.#redactor))
  }

  send(method: string, path: string, { headers = {}, ...sent }: Sent = {}): Promise<Seen> {
    const all = { authorization: `Bearer ${this.key}`, 'user-agent': 'tryvox-sandbox-conformance', ...headers }
    return send(this.#target.url + path, method, { ...sent, headers: all })
  }

  /** Assigns the named trunk, or another. */
  assignTrunk(trunk = this.trunk, sent: Sent = {}): Promise<Seen> {
    const body = { e164: this.number, trunk_id: trunk, application_id: null, updated_at: something }
    return this.expect('POST', this.toTrunk(), { status: success, body }, { body: { trunk_id: trunk }, ...sent })
  }

  assignApplication(): Promise<Seen> {
    const body = { e164: this.number, trunk_id: null, application_id: this.application, updated_at: something }
    const given = { body: { application_id: this.application } }
    return this.expect('POST', this.toApplication, { status: success, body }, given)
  }

  /** A trunk that is gone again after the check. */
  async createTrunk(fields: object = {}, body: object = {}): Promise<string> {
    const given = { name: 'Conformance', auth_type: 'ip', ...fields }
    const expected = { status: 201, body: { id: trunkId, ...given, ...body } }
    const seen = await this.expect('POST', this.trunks, expected, { body: given })
    return (seen.body as { id: string }).id
  }

  /** A trunk is not to stay, whether it was asked for or made of a request that was to be refused. */
  #forget({ body }: Seen): void {
    if (!fits({ id: trunkId }, body)) return
    const { id } = body as { id: string }
    this.undo.add(`the account without ${id}`, async () => {
      // Some may keep a trunk that has a number.
      if (this.#target.number !== undefined) await this.send('DELETE', this.toTrunk())
      const { status } = await this.send('DELETE', `${this.trunks}/${id}`)
      return status === 204 || status === 404
    })
  }

  #named(name: Exclude<keyof ConformanceTarget, 'url' | 'key' | 'account'>): string {
    const value = this.#target[name]
    if (value !== undefined) return value
    throw new NotChecked(`needs --${name.replace('T', '-t')}`)
  }
}
