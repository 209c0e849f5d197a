import { toIso } from '../domain/clock.ts'
import type { PhoneNumber } from '../domain/number.ts'
import { assignedId } from '../domain/number.ts'
import type { Configuration, NumberBody } from './schema.ts'

/** In the page's key order, nulls included. */
export function toConfiguration(number: PhoneNumber): Configuration {
  return {
    e164: number.e164,
    trunk_id: assignedId(number, 'trunk'),
    application_id: assignedId(number, 'application'),
    status: number.status,
    updated_at: toIso(number.updatedAt),
  }
}

/** In the key order of docs:/numbers/list. */
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
    /** A value that `JSON.stringify` writes as this text; in the language, not yet in its types. */
    rawJSON(text: string): never
  }
}

/** Written with two decimals, `0.00` and not `0`, as in the examples. */
function money(dollars: number): number {
  return JSON.rawJSON(dollars.toFixed(2))
}
