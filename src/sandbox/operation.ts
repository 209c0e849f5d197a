/** The operations of the vendor's API: the operationIds of its OpenAPI document. */
export const operations = [
  'assignTrunk',
  'unassignTrunk',
  'assignApplication',
  'unassignApplication',
  'listNumbers',
  'getNumber',
  'createTrunk',
  'listTrunks',
  'getTrunk',
  'updateTrunk',
  'deleteTrunk',
  'getApplication',
  'updateApplication',
] as const

export type Operation = (typeof operations)[number]

/** Whether the requests of an operation are about one number. */
export function isAboutNumber(operation: Operation): boolean {
  return /^(un)?assign|^getNumber$/.test(operation)
}

/** Whether an operation changes nothing. */
export function isReadOnly(operation: Operation): boolean {
  return /^(get|list)/.test(operation)
}
