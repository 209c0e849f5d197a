import type { OptionValues } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { toFlag } from './name.ts'

/** Reads an option of a subcommand, a number from 1 to 9999; undefined if it is not set. */
export function readCount(options: OptionValues, option: string): number | undefined {
  const text: string | undefined = options[option]
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new UsageError(`${toFlag(option)} must be a number from 1 to 9999, not "${text}"`)
  return Number(text)
}

/** Reads the path of the report; null if it is not set. The extension determines the format. */
export function readReport({ report = null }: OptionValues): string | null {
  if (report !== null && !/\.(xml|json)$/.test(report))
    throw new UsageError(`--report must be a file with the extension .xml or .json, not "${report}"`)
  return report
}
