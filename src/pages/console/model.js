import { control } from './control.js'
import { follow } from './stream.js'

/** As many as the server keeps of a world, unless it is told otherwise. */
const keptEntries = 1_000

/** What the page shows of one world. It is asked for whole whenever the stream begins, and then follows the journal. */
export class Model {
  world = 'default'
  /** @type {string[]} */
  worlds = ['default']
  /** @type {'connecting' | 'live' | 'gone' | 'locked'} */
  connection = 'connecting'
  /** By E.164, in its order. @type {Map<string, any>} */
  numbers = new Map()
  /** Newest first. @type {any[]} */
  journal = []
  /** @type {any[]} */
  faults = []
  /** @type {any[]} */
  deliveries = []
  /** @type {{ now: string, mode: string } | null} */
  clock = null
  /** The last of the controls that was refused. */
  problem = ''
  /** @type {any[] | null} */
  #waiting = null
  #following = new AbortController()
  #reload = 0
  #isScheduled = false
  #changed

  /** @param {() => void} changed Told at most once a frame, however much has happened. */
  constructor(changed) {
    this.#changed = changed
  }

  /** @param {string} world */
  open(world) {
    this.#following.abort()
    this.#following = new AbortController()
    this.world = world
    this.#show({ connection: 'connecting', journal: [], numbers: new Map(), faults: [], deliveries: [], clock: null })
    const { signal } = this.#following
    const opened = () => {
      this.#waiting = []
      this.load(signal)
    }
    const closed = (/** @type {any} */ why) => {
      // What ended in order was reset, and is there again in a moment.
      if (why !== undefined) this.#show({ connection: why.status === 401 ? 'locked' : 'gone' })
    }
    follow(world, { opened, entry: entry => this.#take(entry), closed }, signal)
  }

  /** Asks for all that is shown. @param {AbortSignal} signal */
  async load(signal = this.#following.signal) {
    const query = { world: this.world }
    const asked = ['/state', '/requests', '/faults', '/clock', '/deliveries'].map(path => control('GET', path, query))
    const all = await Promise.all([...asked, control('GET', '/clock', { world: '*' })]).catch(() => null)
    // If it was refused the stream is too, and says so.
    if (all === null || signal.aborted) return
    const [state, { requests }, { faults }, { clocks }, { deliveries }, { clocks: every }] = all
    const numbers = new Map((state.numbers ?? []).map((/** @type {any} */ each) => [each.e164, each]))
    const journal = requests.reverse()
    const worlds = [...new Set(['default', this.world, ...every.map((/** @type {any} */ each) => each.world)])].sort()
    this.#show({ connection: 'live', numbers, journal, faults, clock: clocks[0], deliveries, worlds })
    const known = new Set(journal.map((/** @type {any} */ { request_id }) => request_id))
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const entry of waiting) if (!known.has(entry.request_id)) this.#take(entry)
  }

  /**
   * Does something, and shows what has come of it; what is refused is told.
   * @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [query]
   */
  async act(method, path, body, query = {}) {
    try {
      const answer = await control(method, path, { world: this.world, ...query }, body)
      this.#show({ problem: '' })
      await this.load()
      return answer
    } catch (error) {
      this.#show({ problem: error instanceof Error ? error.message : `${error}` })
      return null
    }
  }

  /** Folds an entry of the journal into what is shown. @param {any} entry */
  #take(entry) {
    if (this.#waiting !== null) return void this.#waiting.push(entry)
    this.journal = [entry, ...this.journal].slice(0, keptEntries)
    const { changed, e164, fault, operation } = entry
    const number = this.numbers.get(e164)
    // What changes at this moment is marked in the table.
    if (changed !== null && number) this.numbers.set(e164, { ...number, ...changed.after, marked: entry.id })
    // A trunk that is gone takes its numbers with it, and a fault was done once more.
    if (fault !== null || /Trunk$|Application$/.test(operation) !== /^(una|a)ssign/.test(operation)) this.#loadSoon()
    this.#show({})
  }

  #loadSoon() {
    clearTimeout(this.#reload)
    this.#reload = window.setTimeout(() => this.load(), 200)
  }

  /** @param {object} what */
  #show(what) {
    Object.assign(this, what)
    if (this.#isScheduled) return
    this.#isScheduled = true
    requestAnimationFrame(() => {
      this.#isScheduled = false
      this.#changed()
    })
  }
}
