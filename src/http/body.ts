import { toIso } from '../domain/clock.ts'
import type { PhoneNumber } from '../domain/number.ts'
import { assignedId } from '../domain/number.ts'
import type { Configuration, NumberBody } from './schema.ts'

/** The body of the four operations, with nulls, in the key order of the vendor's page. */
export function toConfiguration(number: PhoneNumber): Configuration {
  return {
    e164: number.e164,
    trunk_id: assignedId(number, 'trunk'),
    application_id: assignedId(number, 'application'),
    status: number.status,
    updated_at: toIso(number.updatedAt),
  }
}

/** The body of a number, in the key order of docs:/numbers/list. */
export function toNumberBody(number: PhoneNumber): NumberBody {
  return {
    e164: number.e164,
    country: number.country,
    type: number.type,
    region: number.region,
    status: number.status,
    capabilities: [...number.capabilities],
    monthly_fee: money(number.monthlyFee),
    setup_fee: money(number.setupFee),
    currency: number.currency,
    trunk_id: assignedId(number, 'trunk'),
    application_id: assignedId(number, 'application'),
    created_at: toIso(number.createdAt),
    updated_at: toIso(number.updatedAt),
  }
}

declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes as this text. It is missing in the types of TypeScript. */
    rawJSON(text: string): never
  }
}

/** A JSON number with two decimals, `0.00` instead of `0`, as in the vendor's examples. */
function money(dollars: number): number {
  return JSON.rawJSON(dollars.toFixed(2))
}
