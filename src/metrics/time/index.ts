/** Zones, business hours and stretches of a calendar. @module */
export {};
