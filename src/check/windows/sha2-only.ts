/** From this day (YYYY-MM-DD) on the agent is signed with SHA-2 only. Source: Log Analytics agent overview, 2020-02-04. */
export const SHA2_ONLY = '2020-08-17';
