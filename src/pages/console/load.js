import { control } from './control.js'

/**
 * The paths of the control API to load, and the fields of the model that each response sets.
 * @type {Record<string, (response: any) => object>}
 */
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

/**
 * Loads the state of a namespace, or the parts at these paths, as fields of the model.
 * @param {string} namespace
 * @param {string[]} paths
 * @returns {Promise<any>}
 */
export async function loadNamespace(namespace, paths = Object.keys(parts)) {
  const loaded = paths.map(async path => parts[path]?.(await control('GET', path, { namespace })))
  return Object.assign({}, ...(await Promise.all(loaded)))
}

/** Loads the names of all namespaces. @returns {Promise<string[]>} */
export async function loadNamespaces() {
  const { clocks } = await control('GET', '/clock', { namespace: '*' })
  return clocks.map((/** @type {any} */ { namespace }) => namespace)
}
