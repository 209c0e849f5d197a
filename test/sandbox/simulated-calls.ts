import type { SandboxServer } from './open.ts'

/** The number of the demo seed that is assigned to an application, a caller, and the path of the application. */
export const to = '+919876543210'
export const from = '+14155550100'
export const application = '/v1/voice/applications/app_xyz789'

export interface DeliveryBody {
  readonly id: number
  readonly kind: string
  readonly attempt: number
  readonly status: number | null
  readonly error: { readonly code: string; readonly message: string } | null
  readonly not_sent: string | null
  readonly voxml: unknown
  readonly response_body: string | null
  readonly request: { readonly method: string; readonly url: string; readonly headers: object; readonly body: string }
}

export async function simulateCall({ control }: SandboxServer) {
  const { body } = await control('POST', '/calls', { body: { from, to, deliver: true } })
  return body as { call_uuid: string; delivery: DeliveryBody }
}

export async function deliveries({ control }: SandboxServer): Promise<DeliveryBody[]> {
  return ((await control('GET', '/deliveries')).body as { deliveries: DeliveryBody[] }).deliveries
}
