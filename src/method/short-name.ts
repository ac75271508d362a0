/** The last part of a resource id, for people. */
export const shortName = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
