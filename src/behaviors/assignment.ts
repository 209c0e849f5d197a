import type { Behavior } from './behavior.ts'

/** Configuring a number: assigning and unassigning a trunk or an application. */
export const assignment = [
  {
    id: 'assign-trunk',
    does: 'POST /assign assigns the number to the trunk and responds with the number’s configuration.',
    basis: 'documented',
    source: 'page, "Assign to Trunk"',
  },
  {
    id: 'assign-application',
    does: 'POST /application assigns the number to the application and responds with the number’s configuration.',
    basis: 'documented',
    source: 'page, "Assign to Application"',
  },
  {
    id: 'unassign-trunk',
    does: 'DELETE /assign removes the trunk and confirms this in `message`.',
    basis: 'documented',
    source: 'page, "Unassign from Trunk"',
  },
  {
    id: 'unassign-application',
    does: 'DELETE /application removes the application and confirms this in `message`.',
    basis: 'documented',
    source: 'page, "Unassign from Application"',
  },
  {
    id: 'never-both',
    does: 'A number is assigned to a trunk or to an application, never to both.',
    basis: 'documented',
    source: 'page, "Configuration Notes"',
  },
  {
    id: 'other-kind-replaced',
    does: 'Assigning a trunk removes the application, and assigning an application removes the trunk.',
    basis: 'documented',
    source: 'page, "Configuration Notes"',
  },
  {
    id: 'immediate',
    does: 'A change is visible at once in every response that shows the number.',
    basis: 'documented',
    source: 'page, "Configuration changes take effect immediately"',
  },
  {
    id: 'body-shape',
    does: 'Response bodies have the keys e164, trunk_id, application_id, status, updated_at in this order, including nulls; `message` comes last, on DELETE only.',
    basis: 'documented',
    source: 'page, examples',
  },
  {
    id: 'timestamps',
    does: 'Timestamps are ISO 8601 in UTC, in whole seconds, and end in `Z`.',
    basis: 'documented',
    source: 'page, examples',
  },
  {
    id: 'success-status',
    does: 'All four operations respond with 200 when they succeed.',
    basis: 'inferred',
    source: 'the examples always show a body, and the public client rejects 204',
  },
  {
    id: 'same-kind-replaced',
    does: 'Assigning another trunk replaces the assigned trunk, and assigning another application replaces the assigned application.',
    basis: 'inferred',
    source: 'the page lists no error for this case',
  },
  {
    id: 'assign-equal',
    does: 'Assigning the trunk or application that is already assigned responds with 200 and leaves `updated_at` unchanged.',
    basis: 'inferred',
    source: 'page, "timestamp of last configuration change"',
  },
  {
    id: 'delete-nothing',
    does: 'A DELETE when nothing is assigned responds with 200 and the same message, and leaves `updated_at` unchanged.',
    basis: 'inferred',
    source: 'the public client treats this case as success; page, "last configuration change"',
  },
  {
    id: 'delete-other-kind',
    does: 'A DELETE of one kind when the other kind is assigned responds with 200 and changes nothing; the body shows the assignment that remains.',
    basis: 'inferred',
    source: 'page, "Remove the trunk assignment"; a counterargument: the example shows both ids null',
  },
  {
    id: 'number-not-active',
    does: 'Configuring a pending or suspended number gets 403 "Number is pending and cannot be configured" (or "suspended").',
    basis: 'inferred',
    source: 'page, "always "active" for configured numbers"',
  },
  {
    id: 'number-without-voice',
    does: 'A number without the voice capability can be assigned like any other number.',
    basis: 'assumed',
    source: 'the page does not require the capability',
  },
  {
    id: 'same-second',
    does: 'Two changes in one second can have the same `updated_at`; it never goes back on the real clock, but it follows a clock that is set back.',
    basis: 'assumed',
    source: 'all examples show whole seconds',
  },
] as const satisfies readonly Behavior[]
