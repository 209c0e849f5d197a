import { responses } from './operation.ts'
import { ApplicationAssignment, NumberPath, TrunkAssignment } from './schema.ts'

const tags = ['Configure a Number']
const unassigned = 'An unassigned number rejects inbound calls with a busy signal.'
const example = { e164: '+14155551234', trunk_id: null, application_id: null, status: 'active' }

export const assignTrunk = {
  operationId: 'assignTrunk',
  tags,
  summary: 'Assign a number to a trunk',
  description:
    'Routes all inbound calls on this number through the trunk. If an application is assigned, it is unassigned.',
  params: NumberPath,
  body: TrunkAssignment,
  response: responses(
    {
      meaning: 'The number is assigned to the trunk.',
      schema: 'Configuration',
      example: { ...example, trunk_id: 'trunk_abc123', updated_at: '2026-04-09T11:15:00Z' },
    },
    [
      'account_forbidden',
      'number_invalid',
      'trunk_id_invalid',
      'trunk_assign_forbidden',
      'number_not_found',
      'trunk_not_found',
      'body_too_large',
    ],
  ),
}

export const assignApplication = {
  operationId: 'assignApplication',
  tags,
  summary: 'Assign a number to an application',
  description:
    'Routes all inbound calls on this number to the voice application. If a trunk is assigned, it is unassigned.',
  params: NumberPath,
  body: ApplicationAssignment,
  response: responses(
    {
      meaning: 'The number is assigned to the application.',
      schema: 'Configuration',
      example: { ...example, application_id: 'app_xyz789', updated_at: '2026-04-09T11:20:00Z' },
    },
    [
      'account_forbidden',
      'number_invalid',
      'application_id_invalid',
      'application_assign_forbidden',
      'number_not_found',
      'application_not_found',
      'body_too_large',
    ],
  ),
}

export const unassignTrunk = {
  operationId: 'unassignTrunk',
  tags,
  summary: 'Unassign a number from its trunk',
  description: `Removes the trunk assignment. ${unassigned}`,
  params: NumberPath,
  response: responses(
    {
      meaning: 'The number is not assigned to a trunk.',
      schema: 'Unassigned',
      example: { ...example, updated_at: '2026-04-09T11:25:00Z', message: 'Trunk unassigned successfully' },
    },
    ['account_forbidden', 'number_invalid', 'trunk_unassign_forbidden', 'number_not_found'],
  ),
}

export const unassignApplication = {
  operationId: 'unassignApplication',
  tags,
  summary: 'Unassign a number from its application',
  description: `Removes the application assignment. ${unassigned}`,
  params: NumberPath,
  response: responses(
    {
      meaning: 'The number is not assigned to an application.',
      schema: 'Unassigned',
      example: { ...example, updated_at: '2026-04-09T11:30:00Z', message: 'Application unassigned successfully' },
    },
    ['account_forbidden', 'number_invalid', 'application_unassign_forbidden', 'number_not_found'],
  ),
}
