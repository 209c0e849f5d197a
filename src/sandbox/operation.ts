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
