import { control } from './control.js'

/** What there is to ask of a namespace, and what of the page each answer is. @type {Record<string, (answer: any) => object>} */
const parts = {
  '/state': ({ numbers = [], trunks = [], applications = [] }) => ({
    numbers: new Map(numbers.map((/** @type {any} */ each) => [each.e164, each])),
    destinations: [...trunks, ...applications],
  }),
  '/requests': ({ requests }) => ({ journal: requests.reverse() }),
  '/faults': ({ faults }) => ({ faults }),
  '/clock': ({ clocks }) => ({ clock: clocks[0] }),
  '/deliveries': ({ deliveries }) => ({ deliveries }),
}

/** All that is shown of a namespace, or some parts of it. @param {string} namespace @param {string[]} paths @returns {Promise<any>} */
export async function loadNamespace(namespace, paths = Object.keys(parts)) {
  const loaded = paths.map(async path => parts[path]?.(await control('GET', path, { namespace })))
  return Object.assign({}, ...(await Promise.all(loaded)))
}

/** The names of those that there are. @returns {Promise<string[]>} */
export async function loadNamespaces() {
  const { clocks } = await control('GET', '/clock', { namespace: '*' })
  return clocks.map((/** @type {any} */ { namespace }) => namespace)
}
