/** How a file is called where people read of it; `-` is stdin. */
export const placeOf = (path: string): string => (path === '-' ? 'stdin' : path);
