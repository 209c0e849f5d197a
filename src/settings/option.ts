import type { OptionValues } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { toFlag } from './name.ts'

/** A count of a subcommand's. */
export function readCount(options: OptionValues, option: string): number | undefined {
  const text: string | undefined = options[option]
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new UsageError(`${toFlag(option)} must be a number from 1 to 9999, not "${text}"`)
  return Number(text)
}

/** A file to report to; its name says how. */
export function readReport({ report = null }: OptionValues): string | null {
  if (report !== null && !/\.(xml|json)$/.test(report))
    throw new UsageError(`--report must be a file that ends in .xml or .json, not "${report}"`)
  return report
}
