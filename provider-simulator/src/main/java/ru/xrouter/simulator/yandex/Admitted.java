package ru.xrouter.simulator.yandex;

import ru.xrouter.simulator.exchange.Exchange;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.ServedCall;

/** A generation that passed the rules of its surface, its knobs and the limits, and what is answered to it. */
record Admitted(CompletionAnswer answer, Knobs knobs, int promptTokens) {
    static Admitted admit(CompletionRequest request, Exchange exchange, ServedCall call, GlobalKnobs.Slot slot) {
        call.attribute(request.model().served(), request.stream());
        var directive = Directive.in(request.lastUserContent());
        var header = exchange.header("x-sim-knobs");
        var own = header == null ? Knobs.NONE : Knobs.parse(header);
        var knobs = own.over(directive.knobs()).over(slot.knobs());
        exchange.use(knobs);
        if (!slot.enter()) {
            throw YandexRefusal.tooManySessions();
        }
        call.afterwards(slot::leave);
        if (knobs.on(Knob.RATE_LIMITED)) {
            throw knobs.get(Knob.RATE_LIMITED, 0) == 2
                    ? YandexRefusal.tooManyPerHour()
                    : YandexRefusal.tooManySessions();
        }
        if (knobs.has(Knob.STATUS)) {
            throw YandexRefusal.ofStatus((int) knobs.get(Knob.STATUS, 0));
        }
        var promptTokens = request.promptTokens();
        var most = request.model().generator().context();
        if (promptTokens > most) {
            throw YandexRefusal.invalid(
                    "number of input tokens must be no more than " + most + ", got " + promptTokens);
        }
        call.prompted(promptTokens);
        return new Admitted(CompletionAnswer.to(request, directive.text(), knobs), knobs, promptTokens);
    }
}
