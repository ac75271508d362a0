/** Azure Monitor takes nothing below TLS 1.2 since this day (YYYY-MM-DD); before it TLS 1.2 was only recommended. */
export const TLS12_ONLY = '2025-07-01';
