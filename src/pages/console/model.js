import { control } from './control.js'
import { loadNamespace } from './load.js'
import { follow } from './stream.js'

/** As many as the server keeps of a namespace, unless it is told otherwise. */
const keptEntries = 1_000

/** How long after a load that failed it is tried again. */
const loadMilliseconds = 1_000

/** What the page shows of one namespace. It is asked for whole whenever the stream begins, and then follows the journal. */
export class Model {
  namespace = 'default'
  /** @type {'connecting' | 'live' | 'gone' | 'locked'} */
  connection = 'connecting'
  /** By E.164, in its order. @type {Map<string, any>} */
  numbers = new Map()
  /** Trunks and applications. @type {any[]} */
  destinations = []
  /** Newest first. @type {any[]} */
  journal = []
  /** @type {any[]} */
  faults = []
  /** @type {any[]} */
  deliveries = []
  /** @type {{ now: string, mode: string } | null} */
  clock = null
  /** The last call that was rung, and what came of it; null while it rings. @type {{ to: string, call: any } | null} */
  rung = null
  /** The last of the controls that was refused. */
  problem = ''
  /** What came while each load is under way: its answers may be older. @type {Set<any[]>} */
  #loads = new Set()
  #following = new AbortController()
  /** What is to be asked for soon. @type {Set<string>} */
  #soon = new Set()
  #isScheduled = false
  #changed

  /** @param {() => void} changed Told at most once a frame, however much has happened. */
  constructor(changed) {
    this.#changed = changed
    // A browser has few connections: a page that nobody sees gives its own up.
    document.addEventListener('visibilitychange', () =>
      document.hidden ? this.#following.abort() : this.open(this.namespace),
    )
  }

  /** @param {string} namespace */
  open(namespace) {
    this.#following.abort()
    this.#following = new AbortController()
    const empty = {
      numbers: new Map(),
      destinations: [],
      journal: [],
      faults: [],
      deliveries: [],
      clock: null,
      rung: null,
    }
    this.#show({ connection: 'connecting', ...(namespace !== this.namespace && empty), namespace })
    const { signal } = this.#following
    const closed = (/** @type {any} */ why) => {
      // What ended in order was reset, and is there again in a moment.
      if (why === undefined) return this.#show({ rung: null })
      this.#show({ connection: why.status === 401 ? 'locked' : 'gone', problem: why.status ? why.message : '' })
    }
    follow(namespace, { opened: () => this.load(), entry: entry => this.#take(entry), closed }, signal)
  }

  /** Asks for all that is shown, or some of it. @param {string[]} [paths] */
  async load(paths) {
    const { signal } = this.#following
    /** @type {any[]} */
    const since = []
    this.#loads.add(since)
    const loaded = await loadNamespace(this.namespace, paths).catch(() => null)
    this.#loads.delete(since)
    if (signal.aborted) return
    if (loaded === null) return void setTimeout(() => signal.aborted || this.load(paths), loadMilliseconds)
    const problem = this.connection === 'gone' ? '' : this.problem
    this.#show({ connection: 'live', problem, ...loaded })
    for (const entry of since) this.#fold(entry)
  }

  /**
   * Does something, and shows what has come of it; what is refused is told.
   * @param {string} method @param {string} path @param {unknown} [body]
   */
  async act(method, path, body) {
    try {
      const answer = await control(method, path, { namespace: this.namespace }, body)
      this.#show({ problem: '' })
      await this.load()
      return answer
    } catch (error) {
      this.#show({ problem: error instanceof Error ? error.message : `${error}` })
      return null
    }
  }

  /** Rings a number, and keeps what came of it, unless another was rung meanwhile. @param {{ from: string, to: string, deliver: boolean }} wanted */
  async ring(wanted) {
    const rung = { to: wanted.to, call: null }
    this.#show({ rung })
    const call = await this.act('POST', '/calls', wanted)
    if (this.rung === rung) this.#show({ rung: call && { ...rung, call } })
  }

  /** @param {any} entry */
  #take(entry) {
    for (const since of this.#loads) since.push(entry)
    this.#fold(entry)
    if (entry.fault !== null) this.#loadSoon('/faults')
    // What is about no number may have changed many: a trunk that is gone takes its numbers with it.
    if (entry.e164 === null && entry.method !== 'GET') this.#loadSoon('/state')
  }

  /** Folds an entry of the journal into what is shown, though it may be there. @param {any} entry */
  #fold(entry) {
    const { id, changed, e164 } = entry
    // They come in the order of their ids.
    if (id > (this.journal[0]?.id ?? 0)) this.journal = [entry, ...this.journal].slice(0, keptEntries)
    const number = this.numbers.get(e164)
    // What changes at this moment is marked in the table.
    if (changed !== null && number) this.numbers.set(e164, { ...number, ...changed.after, marked: entry.id })
    this.#show({})
  }

  /** Not at each: it may come often. @param {string} path */
  #loadSoon(path) {
    if (this.#soon.size === 0) {
      setTimeout(() => {
        const paths = [...this.#soon]
        this.#soon.clear()
        this.load(paths)
      }, 200)
    }
    this.#soon.add(path)
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
