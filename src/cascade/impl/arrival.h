// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "cascade/impl/acceptor.h"
#include "cascade/impl/hub.h"

namespace mcu::cascade {

/// A connection of somebody with a certificate of our authority who has not yet said who it is and
/// what it wants: it has five seconds for a Hello, and nothing else is taken from it. Owned by the
/// CascadeService. Thread: control.
class Arrival final : public StreamListener<wire::FromSlave> {
public:
    static constexpr Duration kWithin = std::chrono::seconds(5);

    class Owner {
    public:
        virtual ~Owner() = default;
        /// The stream is its link's from now on, or it is refused with this.
        virtual Status onGreeting(Arrival& arrival, const wire::Hello& hello) = 0;
        virtual void onArrivalRefused(Arrival& arrival, const McuId& who, const Error& why) = 0;
        /// Last call: delete it.
        virtual void onArrivalOver(Arrival& arrival) = 0;
    };

    Arrival(Owner& owner, const Clock& clock, std::shared_ptr<SlaveStream> stream, Peer peer);
    ~Arrival() override;

    void refuse(const McuId& who, const Error& why);

    /// True when it has said nothing for too long.
    [[nodiscard]] bool late() const { return clock_.now() - since_ >= kWithin; }

    [[nodiscard]] const std::shared_ptr<SlaveStream>& stream() const { return stream_; }

    [[nodiscard]] const Peer& peer() const { return peer_; }

    void onOpen(const Peer& peer) override;
    void onMessage(const wire::FromSlave& message) override;
    void onEnded(const std::string& why) override;

private:
    Owner& owner_;
    const Clock& clock_;
    std::shared_ptr<SlaveStream> stream_;
    Peer peer_;
    const SteadyTime since_;
};

}  // namespace mcu::cascade
