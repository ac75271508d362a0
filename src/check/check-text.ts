/** The words that go with a check whatever its outcome. */
export interface CheckText {
  /** What is asked, as a noun phrase: `Python 2 under the name python`. */
  readonly title: string;
  /** One or two sentences: what goes wrong on a machine that fails it. */
  readonly why: string;
  /** The document or specification behind the rule. */
  readonly source: string;
}
