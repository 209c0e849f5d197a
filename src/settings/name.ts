/** Converts the name of an option to its flag: `controlToken` to `--control-token`. */
export function toFlag(option: string): string {
  return `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

export const prefix = 'TRYVOX_SANDBOX_'

/** Converts the name of an option to its variable: `controlToken` to `TRYVOX_SANDBOX_CONTROL_TOKEN`. */
export function toVariable(option: string): string {
  return prefix + option.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
}
