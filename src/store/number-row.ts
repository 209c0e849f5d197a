import type { PhoneNumber } from '../domain/number.ts'
import { assignedId } from '../domain/number.ts'

/** A row of the table `numbers`. */
export interface NumberRow {
  readonly e164: string
  readonly account_id: string
  readonly trunk_id: string | null
  readonly application_id: string | null
  readonly status: PhoneNumber['status']
  readonly country: string
  readonly type: PhoneNumber['type']
  readonly region: string
  readonly capabilities: string
  readonly monthly_fee: number
  readonly setup_fee: number
  readonly currency: string
  readonly created_at: number
  readonly updated_at: number
}

export const numberColumns = [
  'e164',
  'account_id',
  'trunk_id',
  'application_id',
  'status',
  'country',
  'type',
  'region',
  'capabilities',
  'monthly_fee',
  'setup_fee',
  'currency',
  'created_at',
  'updated_at',
] satisfies (keyof NumberRow)[]

export function toNumber(row: NumberRow): PhoneNumber {
  return {
    e164: row.e164,
    accountId: row.account_id,
    assignment: toAssignment(row),
    status: row.status,
    country: row.country,
    type: row.type,
    region: row.region,
    capabilities: JSON.parse(row.capabilities),
    monthlyFee: row.monthly_fee,
    setupFee: row.setup_fee,
    currency: row.currency,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function toRow(number: PhoneNumber): NumberRow {
  return {
    e164: number.e164,
    account_id: number.accountId,
    trunk_id: assignedId(number, 'trunk'),
    application_id: assignedId(number, 'application'),
    status: number.status,
    country: number.country,
    type: number.type,
    region: number.region,
    capabilities: JSON.stringify(number.capabilities),
    monthly_fee: number.monthlyFee,
    setup_fee: number.setupFee,
    currency: number.currency,
    created_at: number.createdAt,
    updated_at: number.updatedAt,
  }
}

function toAssignment({ trunk_id, application_id }: NumberRow): PhoneNumber['assignment'] {
  if (trunk_id !== null) return { kind: 'trunk', id: trunk_id }
  if (application_id !== null) return { kind: 'application', id: application_id }
  return null
}
