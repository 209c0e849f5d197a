/**
 * Wraps `run` so that its exceptions go to `onError`. For timers, watchers and event handlers: their caller is the event
 * loop or an unrelated request, and could not handle an exception.
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
