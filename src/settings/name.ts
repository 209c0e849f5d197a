/** `--control-token`, for what the command's library calls `controlToken`. */
export function toFlag(option: string): string {
  return `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

export const prefix = 'TRYVOX_SANDBOX_'

/** `TRYVOX_SANDBOX_CONTROL_TOKEN` likewise. */
export function toVariable(option: string): string {
  return prefix + option.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
}
