/**
 * `run`, whose exceptions go to `onError`: for timers, watchers and event handlers, whose caller is the event loop or a
 * request that has nothing to do with them.
 */
export function guarded<A extends unknown[]>(
  run: (...args: A) => void,
  onError: (error: unknown) => void,
): (...args: A) => void {
  return (...args) => {
    try {
      run(...args)
    } catch (error) {
      onError(error)
    }
  }
}
