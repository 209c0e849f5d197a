import { Redactor } from '../base/redaction.ts'
import { describeRequest, describeResponse } from './difference-text.ts'
import { matches, nonEmptyString, success, trunkId } from './matcher.ts'
import { Undo } from './undo.ts'
import { Differs, NotChecked } from './verdict.ts'
import type { ReceivedResponse, RequestOptions } from './wire.ts'
import { describeFailure, send } from './wire.ts'

/** The server to check and the resources that the checks use. Of the account's numbers, only `number` is changed. */
export interface ConformanceTarget {
  /** The origin, plus the path before `/v1` if there is one. */
  readonly url: string
  readonly key: string
  readonly account: string
  /** A number of the account. If this or another optional field is undefined, the checks that need it are not run. */
  readonly number?: string | undefined
  /** A trunk of the account. */
  readonly trunk?: string | undefined
  /** An application of the account. */
  readonly application?: string | undefined
  /** A trunk of another account. */
  readonly foreignTrunk?: string | undefined
}

/** The parts of a response to compare, each with its expected value or a `Matcher`. */
export type ExpectedResponse = { readonly [K in keyof ReceivedResponse]?: unknown }

/** A client of the API under test, for use by the checks. */
export class Api {
  readonly #target: ConformanceTarget
  readonly #redactor: Redactor
  readonly undo = new Undo()
  /** Resolves when the server's clock has reached the next second. */
  readonly nextSecond: () => Promise<unknown>

  constructor(target: ConformanceTarget, nextSecond: () => Promise<unknown>) {
    this.#target = target
    this.#redactor = new Redactor({ secrets: [target.key, this.basicCredentials] })
    this.nextSecond = nextSecond
  }

  get key(): string {
    return this.#target.key
  }
  get account(): string {
    return this.#target.account
  }
  get number(): string {
    return this.#requireOption('number')
  }
  get trunk(): string {
    return this.#requireOption('trunk')
  }
  get application(): string {
    return this.#requireOption('application')
  }
  get foreignTrunk(): string {
    return this.#requireOption('foreignTrunk')
  }

  get numbersPath(): string {
    return `/v1/account/${this.account}/numbers`
  }
  get trunksPath(): string {
    return `/v1/account/${this.account}/trunks`
  }
  get applicationsPath(): string {
    return '/v1/voice/applications'
  }
  /** The path of the application under test. */
  get applicationPath(): string {
    return `${this.applicationsPath}/${this.application}`
  }
  /** The path that assigns a trunk to a number (default: the number under test). */
  trunkAssignmentPath(number = this.number): string {
    return `${this.numbersPath}/${number}/assign`
  }
  /** The path that assigns an application to the number under test. */
  get applicationAssignmentPath(): string {
    return `${this.numbersPath}/${this.number}/application`
  }

  /** The credentials of HTTP Basic: `account:key` in base64. */
  get basicCredentials(): string {
    return Buffer.from(`${this.account}:${this.key}`).toString('base64')
  }

  /** A copy of a JSON value without the key, which the server can return in a text or in a name. */
  redact<T>(value: T): T {
    return this.#redactor.value(JSON.parse(JSON.stringify(value)))
  }

  /**
   * Sends a request, with the key unless `options.headers` replace it, and returns the response. Throws `Differs` if
   * the response does not match or does not arrive.
   */
  async expect(
    method: string,
    path: string,
    expected: ExpectedResponse,
    options: RequestOptions = {},
  ): Promise<ReceivedResponse> {
    const toDiffers = (actual: unknown) =>
      new Differs({
        request: describeRequest(method, path, options, this.#redactor),
        expected: JSON.parse(JSON.stringify(expected)),
        actual,
      })
    const response = await this.send(method, path, options).catch(error => {
      throw toDiffers(describeFailure(error))
    })
    if (method === 'POST' && path === this.trunksPath) this.#deleteAfterCheck(response)
    if (matches(expected, response)) return response
    throw toDiffers(describeResponse(Object.keys(expected) as (keyof ReceivedResponse)[], response, this.#redactor))
  }

  send(method: string, path: string, { headers = {}, ...options }: RequestOptions = {}): Promise<ReceivedResponse> {
    const allHeaders = { authorization: `Bearer ${this.key}`, 'user-agent': 'tryvox-sandbox-conformance', ...headers }
    return send(this.#target.url + path, method, { ...options, headers: allHeaders })
  }

  /** Assigns a trunk to the number (default: the trunk under test), and expects success. */
  assignTrunk(trunk = this.trunk, options: RequestOptions = {}): Promise<ReceivedResponse> {
    const body = { e164: this.number, trunk_id: trunk, application_id: null, updated_at: nonEmptyString }
    return this.expect(
      'POST',
      this.trunkAssignmentPath(),
      { status: success, body },
      { body: { trunk_id: trunk }, ...options },
    )
  }

  /** Assigns the application under test to the number, and expects success. */
  assignApplication(): Promise<ReceivedResponse> {
    const body = { e164: this.number, trunk_id: null, application_id: this.application, updated_at: nonEmptyString }
    const options = { body: { application_id: this.application } }
    return this.expect('POST', this.applicationAssignmentPath, { status: success, body }, options)
  }

  /**
   * Creates a trunk, which is deleted after the check, and returns its id. The response must show the `fields` sent and
   * the `expectedFields`.
   */
  async createTrunk(fields: object = {}, expectedFields: object = {}): Promise<string> {
    const trunk = { name: 'Conformance', auth_type: 'ip', ...fields }
    const expected = { status: 201, body: { id: trunkId, ...trunk, ...expectedFields } }
    const response = await this.expect('POST', this.trunksPath, expected, { body: trunk })
    return (response.body as { id: string }).id
  }

  /**
   * Deletes the created trunk after the check, even if the server created it from a request that it should have
   * rejected.
   */
  #deleteAfterCheck({ body }: ReceivedResponse): void {
    if (!matches({ id: trunkId }, body)) return
    const { id } = body as { id: string }
    this.undo.add(`delete ${id}`, async () => {
      // A server can reject the deletion of a trunk that is assigned to a number.
      if (this.#target.number !== undefined) await this.send('DELETE', this.trunkAssignmentPath())
      const { status } = await this.send('DELETE', `${this.trunksPath}/${id}`)
      return status === 204 || status === 404
    })
  }

  #requireOption(name: Exclude<keyof ConformanceTarget, 'url' | 'key' | 'account'>): string {
    const value = this.#target[name]
    if (value !== undefined) return value
    throw new NotChecked(`needs --${name.replace('T', '-t')}`)
  }
}
