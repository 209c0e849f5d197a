import type { Behavior } from './behavior.ts'

/** What configuring a number does. */
export const configure = [
  {
    id: 'assign-trunk',
    does: 'POST /assign routes the number to the trunk and answers with its configuration.',
    basis: 'documented',
    source: 'page, "Assign to Trunk"',
  },
  {
    id: 'assign-application',
    does: 'POST /application routes the number to the application and answers with its configuration.',
    basis: 'documented',
    source: 'page, "Assign to Application"',
  },
  {
    id: 'unassign-trunk',
    does: 'DELETE /assign removes the trunk and says so in `message`.',
    basis: 'documented',
    source: 'page, "Unassign from Trunk"',
  },
  {
    id: 'unassign-application',
    does: 'DELETE /application removes the application and says so in `message`.',
    basis: 'documented',
    source: 'page, "Unassign from Application"',
  },
  {
    id: 'never-both',
    does: 'A number has a trunk or an application, never both.',
    basis: 'documented',
    source: 'page, "Configuration Notes"',
  },
  {
    id: 'other-kind-replaced',
    does: 'Assigning a trunk unassigns an application, and the other way about.',
    basis: 'documented',
    source: 'page, "Configuration Notes"',
  },
  {
    id: 'immediate',
    does: 'A change shows at once in what is read of the number.',
    basis: 'documented',
    source: 'page, "Configuration changes take effect immediately"',
  },
  {
    id: 'body-shape',
    does: 'Bodies have the keys e164, trunk_id, application_id, status, updated_at in this order, nulls included; `message` comes last, on DELETE only.',
    basis: 'documented',
    source: 'page, examples',
  },
  {
    id: 'timestamps',
    does: 'Timestamps are ISO 8601 in UTC, in whole seconds, with `Z`.',
    basis: 'documented',
    source: 'page, examples',
  },
  {
    id: 'success-status',
    does: 'All four calls answer 200.',
    basis: 'inferred',
    source: 'a body is always shown, and the public client refuses 204',
  },
  {
    id: 'same-kind-replaced',
    does: 'Assigning another trunk over a trunk, or application over an application, replaces it.',
    basis: 'inferred',
    source: 'no error for it is listed',
  },
  {
    id: 'assign-equal',
    does: 'Assigning what is already assigned answers 200, and `updated_at` does not move.',
    basis: 'inferred',
    source: 'page, "timestamp of last configuration change"',
  },
  {
    id: 'delete-nothing',
    does: 'DELETE where nothing is assigned answers 200 with the same message, and `updated_at` does not move.',
    basis: 'inferred',
    source: 'the public client takes it for done; "last configuration change"',
  },
  {
    id: 'delete-other-kind',
    does: 'DELETE of one kind while the other is assigned answers 200; the other stays and is shown, nothing changes.',
    basis: 'inferred',
    source: 'page, "Remove the trunk assignment"; against it: the example shows both ids null',
  },
  {
    id: 'number-not-active',
    does: 'A pending or suspended number is refused: 403 "Number is pending and cannot be configured".',
    basis: 'inferred',
    source: 'page, "always "active" for configured numbers"',
  },
  {
    id: 'number-without-voice',
    does: 'A number without the voice capability is assigned as any other.',
    basis: 'assumed',
    source: 'the page names no such condition',
  },
  {
    id: 'same-second',
    does: '`updated_at` may repeat within a second, and never goes back on the real clock; a clock that is set is obeyed.',
    basis: 'assumed',
    source: 'whole seconds in all examples',
  },
] as const satisfies readonly Behavior[]
