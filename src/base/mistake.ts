/** A mistake of the user's, said in one line that names the thing, the reason and the remedy. It has no stack to show. */
export class Mistake extends Error {}
