/** Numbers as the tables print them. */
export const percent = (share: number): string => `${(Math.floor(Math.min(1, share) * 1000) / 10).toFixed(1)} %`;
export const rate = (per100: number): string => (per100 === 0 ? "0" : per100 < 0.1 ? per100.toFixed(3) : per100.toFixed(1));
export const ms = (value: number): string => (value < 10_000 ? `${Math.round(value)} ms` : `${Math.round(value / 1000)} s`);
