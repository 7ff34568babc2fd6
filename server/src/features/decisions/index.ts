export { prepareAppointment } from './appointment.ts';
export { type Card, judgeOrders, tellHistory } from './cards.ts';
export { admitClient, type Caller, listClients, registerClient } from './clients.ts';
export { countAnswers, giveCardFeedback } from './feedback.ts';
