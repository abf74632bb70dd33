import { z } from 'zod';
import { publicProcedure, router, signedIn } from '../trpc';

/** What the website asks the gateway about the visitor's own account. */
export const account = router({
  me: signedIn.query(({ ctx }) => ctx.accounts.find(ctx.visitor)),

  tickets: signedIn
    .input(z.object({ upcoming: z.boolean().default(true), cursor: z.string().optional() }))
    .query(({ ctx, input }) => ctx.booking.tickets(ctx.visitor, input)),

  sendTicket: signedIn
    .input(z.object({ ticket: z.string(), to: z.string().email() }))
    .mutation(({ ctx, input }) => ctx.booking.transfer(ctx.visitor, input)),

  waitingRoom: publicProcedure
    .input(z.object({ performance: z.string() }))
    .subscription(({ ctx, input }) => ctx.queue.position(ctx.visitor, input.performance)),
});

export type Account = typeof account;
