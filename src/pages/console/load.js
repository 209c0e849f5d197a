import { control } from './control.js'

/** All that is shown of a world. @param {string} world */
export async function loadWorld(world) {
  const asked = ['/state', '/requests', '/faults', '/clock', '/deliveries'].map(path => control('GET', path, { world }))
  const [state, { requests }, { faults }, { clocks }, { deliveries }] = await Promise.all(asked)
  return {
    numbers: new Map((state.numbers ?? []).map((/** @type {any} */ each) => [each.e164, each])),
    destinations: [...(state.trunks ?? []), ...(state.applications ?? [])],
    journal: requests.reverse(),
    faults,
    clock: clocks[0],
    deliveries,
  }
}

/** The names of those that there are. @returns {Promise<string[]>} */
export async function loadWorlds() {
  const { clocks } = await control('GET', '/clock', { world: '*' })
  return clocks.map((/** @type {any} */ { world }) => world)
}
