/** E.164: a plus sign and 7 to 15 digits without a leading zero. */
export const e164Pattern = '^\\+[1-9]\\d{6,14}$'

/** The vendor documents no rule for ids. Its samples are `trunk_` or `app_` and a few letters and digits. */
export const trunkIdPattern = '^trunk_[A-Za-z0-9_-]{1,64}$'
export const applicationIdPattern = '^app_[A-Za-z0-9_-]{1,64}$'
export const accountIdPattern = '^[A-Za-z0-9_-]{1,64}$'

/** Visible ASCII. A double underscore is not allowed, because it separates the API key from a namespace. */
export const keyPattern = '^(?!.*__)[!-~]{1,200}$'

/** The secret that signs webhooks: visible ASCII. */
export const secretPattern = '^[!-~]{1,200}$'

/** The pattern of namespace names. `tvx_sk_test_sandbox__my-test` is the API key in the namespace `my-test`. */
export const namespacePattern = '^[a-z0-9-]{1,32}$'
