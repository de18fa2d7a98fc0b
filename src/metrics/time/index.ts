/** Zones, business hours and stretches of a calendar. @module */
export { businessHours, type BusinessHours, type BusinessHoursOptions } from "./business-hours.js";
export type { CalendarOptions, Every } from "./calendar.js";
export type { OpenInterval, Schedule, ScheduleInForce, Weekday } from "./schedule.js";
