/** E.164: a plus sign, no leading zero, 7 to 15 digits in all. */
export const e164Pattern = '^\\+[1-9]\\d{6,14}$'

/** The samples are `trunk_` or `app_` and a few letters and digits; the vendor gives no further rule. */
export const trunkIdPattern = '^trunk_[A-Za-z0-9_-]{1,64}$'
export const applicationIdPattern = '^app_[A-Za-z0-9_-]{1,64}$'
export const accountIdPattern = '^[A-Za-z0-9_-]{1,64}$'

/** Visible ASCII; a double underscore would name a namespace. */
export const keyPattern = '^(?!.*__)[!-~]{1,200}$'

/** Of a webhook's secret: visible ASCII. */
export const secretPattern = '^[!-~]{1,200}$'
