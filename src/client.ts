/** `tryvox-sandbox/client`: controls a server that runs elsewhere. Loads no code of the server. */
export { UsageError } from './base/usage-error.ts'
export type { ConnectOptions, TryvoxSandbox } from './client/connect.ts'
export { connectSandbox } from './client/connect.ts'
export { ControlError } from './client/control-error.ts'
export type {
  ApplicationDetails,
  JournalFilter,
  NamespaceControls,
  NewRow,
  NumberDetails,
  TrunkDetails,
} from './client/controls.ts'
export { demo } from './client/demo.ts'
export type { ReceivedWebhook, ReceiveOptions, WebhookReceiver } from './client/webhooks.ts'
export type { RequestHeaders } from './network/signature.ts'
export { verifySignature } from './network/signature.ts'
export type { CallBody, CallView } from './sandbox/control/calls.ts'
export type { ClockView } from './sandbox/control/clock.ts'
export type { DeliveryView } from './sandbox/control/delivery-view.ts'
export type { FaultView } from './sandbox/control/faults.ts'
export type { JournalEntryView } from './sandbox/control/journal-entry-view.ts'
export type { RequestPattern } from './sandbox/control/match.ts'
export type { ResetPart } from './sandbox/control/state.ts'
export type { Verification } from './sandbox/control/verify.ts'
export type { Effect, FaultBody } from './sandbox/fault.ts'
export type {
  ApplicationChanges,
  NumberChanges,
  SeedApplication,
  SeedFile,
  SeedKey,
  SeedNumber,
  SeedTrunk,
  TrunkChanges,
} from './store/seed-file.ts'
