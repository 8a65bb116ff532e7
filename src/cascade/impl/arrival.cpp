// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/arrival.h"

#include <utility>

#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

Arrival::Arrival(Owner& owner, const Clock& clock, std::shared_ptr<SlaveStream> stream, Peer peer)
    : owner_(owner),
      clock_(clock),
      stream_(std::move(stream)),
      peer_(std::move(peer)),
      since_(clock.now()) {
    stream_->setListener(this);
}

Arrival::~Arrival() {
    if (stream_) {
        stream_->setListener(nullptr);
    }
}

void Arrival::refuse(const McuId& who, const Error& why) {
    wire::FromMaster message;
    toWire(why, *message.mutable_refused());
    stream_->send(message);
    stream_->finish();
    stream_->setListener(nullptr);
    owner_.onArrivalRefused(*this, who, why);
    owner_.onArrivalOver(*this);
}

void Arrival::onOpen(const Peer& /*peer*/) {}

void Arrival::onMessage(const wire::FromSlave& message) {
    Status good = validate(message);
    if (message.ByteSizeLong() > kLargestMessage) {
        good =
            Error(ErrorCode::protocol, "a message is larger than 1 MiB", {}, "cascade.malformed");
    } else if (message.has_bye()) {
        stream_->finish();
        stream_->setListener(nullptr);
        owner_.onArrivalRefused(*this,
                                {},
                                Error(ErrorCode::refused,
                                      "it will not link: " + message.bye().message(),
                                      {},
                                      message.bye().code()));
        owner_.onArrivalOver(*this);
        return;
    } else if (good && !message.has_hello()) {
        good = Error(ErrorCode::protocol, "no Hello came first", {}, "cascade.malformed");
    }
    if (!good) {
        refuse({}, good.error());
        return;
    }
    if (const auto taken = owner_.onGreeting(*this, message.hello()); !taken) {
        refuse(McuId{message.hello().identity().mcu()}, taken.error());
        return;
    }
    stream_ = nullptr;
    owner_.onArrivalOver(*this);
}

void Arrival::onEnded(const std::string& /*why*/) {
    owner_.onArrivalOver(*this);
}

}  // namespace mcu::cascade
