import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { Nullable, NullableText } from '../base/schema.ts'
import { WebUrl } from '../base/web-url.ts'
import { applicationIdPattern, secretPattern } from '../domain/identifier.ts'
import { responses } from './operation.ts'

/** The request. The vendor's public client sends the first three fields. */
const ApplicationInput = Type.Object(
  {
    answer_url: Type.Optional(Nullable(WebUrl)),
    answer_method: Type.Optional(Choice('GET', 'POST')),
    webhook_secret: Type.Optional(
      Nullable(Type.String({ pattern: secretPattern }), {
        description: 'The key that signs the webhooks. Never included in a response.',
      }),
    ),
    hangup_url: Type.Optional(Nullable(WebUrl)),
  },
  { examples: [{ answer_url: 'http://localhost:3000/answer', answer_method: 'POST', webhook_secret: 'a-secret' }] },
)
export type ApplicationInput = Static<typeof ApplicationInput>

export const ApplicationBody = Type.Object(
  {
    id: Type.String({ description: 'The id to use as application_id.' }),
    answer_url: NullableText('The URL that is called for an inbound call. It responds with VoxML.'),
    answer_method: Choice('GET', 'POST'),
    hangup_url: NullableText('The URL that is called when a call ends.'),
  },
  { $id: 'Application', additionalProperties: false, description: 'A voice application of the account.' },
)
export type ApplicationBody = Static<typeof ApplicationBody>

const ApplicationPath = Type.Object({
  application_id: Type.String({ pattern: applicationIdPattern, examples: ['app_xyz789'] }),
})

const example = {
  id: 'app_xyz789',
  answer_url: 'http://localhost:3000/answer',
  answer_method: 'POST',
  hangup_url: null,
}
const tags = ['Applications']
const commonErrors = ['application_id_invalid', 'application_not_found'] as const

export const getApplication = {
  operationId: 'getApplication',
  tags,
  summary: 'Get a voice application',
  description: 'Returns the webhooks of the application. The account is that of the API key.',
  params: ApplicationPath,
  response: responses({ meaning: 'The application.', schema: 'Application', example }, commonErrors),
}

export const updateApplication = {
  operationId: 'updateApplication',
  tags,
  summary: 'Change a voice application',
  description: 'Omitted fields keep their values.',
  params: ApplicationPath,
  body: ApplicationInput,
  response: responses({ meaning: 'The application.', schema: 'Application', example }, [
    ...commonErrors,
    'request_invalid',
    'application_change_forbidden',
    'body_too_large',
  ]),
}
