import { anyText, fits, success } from './like.ts'
import { Differs, NotChecked } from './verdict.ts'
import type { Seen, Sent } from './wire.ts'
import { send, whyNone } from './wire.ts'

/** A server that claims to be this API, and what of it may be used: only the number that is named is changed. */
export interface Target {
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
export type Expected = { readonly [K in keyof Seen]?: unknown }

/** The API as a check sees it. */
export class Api {
  readonly #target: Target
  readonly #undo: (() => Promise<void>)[] = []
  /** What could not be put back. */
  readonly left: string[] = []
  /** Settles when the clock of the server shows another second. */
  readonly nextSecond: () => Promise<unknown>

  constructor(target: Target, nextSecond: () => Promise<unknown>) {
    this.#target = target
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

  /** The numbers of the account. */
  get numbers(): string {
    return `/v1/account/${this.account}/numbers`
  }
  get trunks(): string {
    return `/v1/account/${this.account}/trunks`
  }
  /** Where the named number is assigned to a trunk. */
  get toTrunk(): string {
    return `${this.numbers}/${this.number}/assign`
  }
  get toApplication(): string {
    return `${this.numbers}/${this.number}/application`
  }

  /** Sends a request with the key, unless headers say otherwise; compares its answer with what is expected of it. */
  async expect(method: string, path: string, expected: Expected, sent: Sent = {}): Promise<Seen> {
    const differs = (seen: unknown) =>
      new Differs({ request: describe(method, path, sent), expected: JSON.parse(JSON.stringify(expected)), seen })
    const seen = await this.send(method, path, sent).catch(error => {
      throw differs(whyNone(error))
    })
    if (fits(expected, seen)) return seen
    const names = Object.keys(expected) as (keyof Seen)[]
    throw differs(this.#shown(names, seen))
  }

  send(method: string, path: string, { headers = {}, ...sent }: Sent = {}): Promise<Seen> {
    const all = { authorization: `Bearer ${this.key}`, 'user-agent': 'tryvox-sandbox-conformance', ...headers }
    return send(this.#target.url + path, method, { ...sent, headers: all })
  }

  /** Assigns the named trunk, or another. */
  assignTrunk(trunk = this.trunk, sent: Sent = {}): Promise<Seen> {
    const body = { e164: this.number, trunk_id: trunk, application_id: null }
    return this.expect('POST', this.toTrunk, { status: success, body }, { body: { trunk_id: trunk }, ...sent })
  }

  assignApplication(sent: Sent = {}): Promise<Seen> {
    const body = { e164: this.number, trunk_id: null, application_id: this.application }
    const given = { body: { application_id: this.application }, ...sent }
    return this.expect('POST', this.toApplication, { status: success, body }, given)
  }

  /** A trunk that is gone again after the check. */
  async createTrunk(fields: object = {}, body: object = {}): Promise<string> {
    const given = { name: 'Conformance', auth_type: 'ip', ...fields }
    const expected = { status: 201, body: { id: anyText(/^trunk_/), ...given, ...body } }
    const seen = await this.expect('POST', this.trunks, expected, { body: given })
    const { id } = seen.body as { id: string }
    this.undo(`the account without ${id}`, async () => {
      // Some may keep a trunk that has a number.
      if (this.#target.number !== undefined) await this.send('DELETE', this.toTrunk)
      const { status } = await this.send('DELETE', `${this.trunks}/${id}`)
      return status === 204 || status === 404
    })
    return id
  }

  /** To be done when the check is over, last first; `step` says whether it could be. */
  undo(what: string, step: () => Promise<boolean>): void {
    this.#undo.push(() => this.restore(what, step))
  }

  async undoAll(): Promise<void> {
    for (let step = this.#undo.pop(); step !== undefined; step = this.#undo.pop()) await step()
  }

  /** What cannot be put back is kept to be told. */
  async restore(what: string, step: () => Promise<boolean>): Promise<void> {
    const isBack = await step().catch(() => false)
    if (!isBack) this.left.push(`could not be put back: ${what}`)
  }

  #named(name: 'number' | 'trunk' | 'application' | 'foreignTrunk'): string {
    const value = this.#target[name]
    if (value !== undefined) return value
    throw new NotChecked(`needs --${name.replace('T', '-t')}`)
  }

  /** Of what was seen, what was compared, and the status that explains it. A key that is sent back is not shown. */
  #shown(names: readonly (keyof Seen)[], seen: Seen): unknown {
    const shown = Object.fromEntries([['status', seen.status], ...names.map(name => [name, seen[name]])])
    return JSON.parse(JSON.stringify(shown).replaceAll(JSON.stringify(this.key).slice(1, -1), '***'))
  }
}

function describe(method: string, path: string, { body, how }: Sent): string {
  const given = typeof body === 'string' ? body : JSON.stringify(body)
  return [`${method} ${short(path)}`, given === undefined ? '' : short(given), how ?? ''].filter(Boolean).join(' ')
}

/** What tests a limit is longer than anyone reads. */
function short(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 100)}… (${text.length} characters)`
}
