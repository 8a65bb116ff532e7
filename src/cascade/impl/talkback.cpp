// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/talkback.h"

#include <algorithm>
#include <utility>

#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

Talkback::Talkback(McuId self, std::uint64_t instance, Ends ends)
    : self_(std::move(self)), instance_(instance), ends_(std::move(ends)) {}

void Talkback::put(const McuId& link, wire::Talk talk) {
    auto& box = boxes_[link];
    talk.set_number(++box.number);
    box.waiting.push_back(std::move(talk));
    if (box.waiting.size() > kMostWaiting) {
        box.waiting.pop_front();
        ++dropped_;
    }
    ends_.wake(link);
}

Talkback::Kept& Talkback::keep(const wire::Text& text) {
    Kept kept;
    kept.message.id = ++shown_;
    kept.message.from = McuId{text.from()};
    kept.message.to = McuId{text.to()};
    kept.message.author = text.author();
    kept.message.text = text.text();
    kept.message.cue = text.cue();
    kept.message.at = wallTime(text.at_us());
    kept.instance = text.instance();
    kept.number = text.number();
    kept_.push_back(std::move(kept));
    if (kept_.size() > kMostKept) {
        kept_.pop_front();
    }
    return kept_.back();
}

Result<std::uint64_t> Talkback::say(
    const McuId& to, const std::string& author, const std::string& text, bool cue, WallTime now) {
    wire::Talk talk;
    auto& line = *talk.mutable_text();
    line.set_text(fitted(text, limit::kSpoken));
    if (line.text().empty() || text.size() > limit::kSpoken) {
        return Error(ErrorCode::invalidArgument,
                     "the message is empty or longer than 2000 bytes",
                     "shorten it",
                     "talkback.text");
    }
    std::vector<McuId> links = ends_.links();
    if (to) {
        const auto link = ends_.routeTo(to);
        if (!link) {
            return Error(ErrorCode::notFound,
                         "no link leads to " + to.value,
                         "see the cascade for the MCUs there are",
                         "cascade.no-link");
        }
        links = {link};
    }
    if (links.empty()) {
        return Error(ErrorCode::refused, "there is nobody to talk to", {}, "cascade.no-link");
    }
    line.set_from(self_.value);
    line.set_instance(instance_);
    line.set_number(++last_);
    line.set_to(to.value);
    line.set_author(fitted(author, limit::kName));
    line.set_cue(cue);
    line.set_at_us(microseconds(now));
    const auto id = keep(line).message.id;
    for (const auto& link : links) {
        put(link, talk);
    }
    return id;
}

Result<Message> Talkback::acknowledge(std::uint64_t message, const std::string& by) {
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return kept.message.from != self_ &&
               (message == 0 ? kept.message.acknowledgedBy.empty() : kept.message.id == message);
    });
    if (found == kept_.end()) {
        return Error(ErrorCode::notFound,
                     message == 0 ? std::string("no message waits for an acknowledgement")
                                  : "no message " + std::to_string(message) + " from another MCU",
                     "see the messages for their numbers",
                     "talkback.no-message");
    }
    auto& kept = *found;
    if (!kept.message.acknowledgedBy.empty()) {
        return kept.message;
    }
    kept.message.acknowledgedBy = fitted(by, limit::kName / 2) + " (" + self_.value + ")";
    if (const auto link = ends_.routeTo(kept.message.from); link) {
        wire::Talk talk;
        auto& said = *talk.mutable_acknowledgement();
        said.set_from(kept.message.from.value);
        said.set_instance(kept.instance);
        said.set_number(kept.number);
        said.set_by(kept.message.acknowledgedBy);
        put(link, std::move(talk));
    }
    return kept.message;
}

void Talkback::onTalk(const McuId& link, std::uint64_t instance, const wire::Talk& talk) {
    auto& box = boxes_[link];
    if (box.heardInstance != instance) {
        box.heardInstance = instance;
        box.heard = 0;
    }
    if (talk.number() <= box.heard) {
        return;
    }
    box.heard = talk.number();
    if (talk.has_text()) {
        onText(link, talk);
    } else if (talk.has_acknowledgement()) {
        onAcknowledgement(link, talk);
    }
}

void Talkback::onText(const McuId& link, const wire::Talk& talk) {
    const auto& text = talk.text();
    const McuId to{text.to()};
    if (to && to != self_) {
        if (const auto next = ends_.routeTo(to); next && next != link) {
            put(next, talk);
        }
        return;
    }
    const auto& message = keep(text).message;
    ends_.tell({{},
                {},
                "talkback.message",
                message.cue ? "warning" : "info",
                message.from.value + ", " + message.author + ": " + message.text,
                {{"message", std::to_string(message.id)},
                 {"from", message.from.value},
                 {"author", message.author},
                 {"cue", message.cue ? "yes" : "no"}}});
}

void Talkback::onAcknowledgement(const McuId& link, const wire::Talk& talk) {
    const auto& said = talk.acknowledgement();
    const McuId from{said.from()};
    if (from != self_) {
        if (const auto next = ends_.routeTo(from); next && next != link) {
            put(next, talk);
        }
        return;
    }
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return kept.message.from == self_ && kept.instance == said.instance() &&
               kept.number == said.number();
    });
    if (found == kept_.end()) {
        return;
    }
    auto& by = found->message.acknowledgedBy;
    by += (by.empty() ? "" : ", ") + said.by();
    ends_.tell(
        {{},
         {},
         "talkback.acknowledged",
         "info",
         "message " + std::to_string(found->message.id) + " was acknowledged by " + said.by(),
         {{"message", std::to_string(found->message.id)}, {"by", said.by()}}});
}

void Talkback::onReceived(const McuId& link, std::uint64_t number) {
    auto& waiting = boxes_[link].waiting;
    while (!waiting.empty() && waiting.front().number() <= number) {
        waiting.pop_front();
    }
}

std::vector<wire::Talk> Talkback::pending(const McuId& link) {
    auto& box = boxes_[link];
    std::vector<wire::Talk> out;
    for (const auto& talk : box.waiting) {
        if (talk.number() > box.sent) {
            out.push_back(talk);
            box.sent = talk.number();
        }
    }
    return out;
}

std::vector<Message> Talkback::messages() const {
    std::vector<Message> out;
    const std::size_t from = kept_.size() > kMostShown ? kept_.size() - kMostShown : 0;
    for (std::size_t i = from; i < kept_.size(); ++i) {
        out.push_back(kept_[i].message);
    }
    return out;
}

}  // namespace mcu::cascade
