import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { Nullable, NullableText } from '../base/schema.ts'
import { WebUrl } from '../base/web-url.ts'
import { applicationIdPattern, secretPattern } from '../domain/identifier.ts'
import { responses } from './operation.ts'

/** The first three are what the public client sends. */
const ApplicationFields = Type.Object(
  {
    answer_url: Type.Optional(Nullable(WebUrl)),
    answer_method: Type.Optional(Choice('GET', 'POST')),
    webhook_secret: Type.Optional(
      Nullable(Type.String({ pattern: secretPattern }), {
        description: 'Signs what is sent to the URLs; shown in no answer.',
      }),
    ),
    hangup_url: Type.Optional(Nullable(WebUrl)),
  },
  { examples: [{ answer_url: 'http://localhost:3000/answer', answer_method: 'POST', webhook_secret: 'a-secret' }] },
)
export type ApplicationFields = Static<typeof ApplicationFields>

export const ApplicationBody = Type.Object(
  {
    id: Type.String({ description: 'For application_id.' }),
    answer_url: NullableText('Asked what to do with a call; answers in VoxML.'),
    answer_method: Choice('GET', 'POST'),
    hangup_url: NullableText('Told of the end of a call.'),
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
const one = ['application_id_invalid', 'application_not_found'] as const

export const getApplication = {
  operationId: 'getApplication',
  tags,
  summary: 'Get a voice application',
  description: 'Its webhooks. The account is that of the key.',
  params: ApplicationPath,
  response: responses({ says: 'The application.', is: 'Application', example }, one),
}

export const updateApplication = {
  operationId: 'updateApplication',
  tags,
  summary: 'Change a voice application',
  description: 'What is left out stays as it is.',
  params: ApplicationPath,
  body: ApplicationFields,
  response: responses({ says: 'The application.', is: 'Application', example }, [
    ...one,
    'request_invalid',
    'application_change_forbidden',
    'body_too_large',
  ]),
}
