// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cascade/impl/hub.h"
#include "cascade/status.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// Text between technicians. Each message and acknowledgement waits in the outbox of its link until
/// the peer has it, over reconnects, and counts there once. An MCU in the middle passes on what is
/// meant for somebody beyond it. Thread: control.
class Talkback {
public:
    static constexpr std::size_t kMostWaiting = 200;
    static constexpr std::size_t kMostKept = 200;
    static constexpr std::size_t kMostShown = 50;

    struct Ends {
        /// The link an MCU is reached by; empty: none.
        std::function<McuId(const McuId&)> routeTo;
        std::function<std::vector<McuId>()> links;
        std::function<void(const Notice&)> tell;
        /// There is something to send on this link.
        std::function<void(const McuId& link)> wake;
    };

    Talkback(McuId self, std::uint64_t instance, Ends ends);

    /// The number of the message.
    Result<std::uint64_t> say(const McuId& to,
                              const std::string& author,
                              const std::string& text,
                              bool cue,
                              WallTime now);
    /// 0: the oldest that waits for it.
    Result<Message> acknowledge(std::uint64_t message, const std::string& by);

    // ---- the links
    void onTalk(const McuId& link, std::uint64_t instance, const wire::Talk& talk);
    void onReceived(const McuId& link, std::uint64_t number);
    /// To be sent on this connection, in order.
    std::vector<wire::Talk> pending(const McuId& link);

    /// A new connection: what was not confirmed is sent again.
    void restart(const McuId& link) { boxes_[link].sent = 0; }

    [[nodiscard]] std::vector<Message> messages() const;

    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    struct Box {
        std::deque<wire::Talk> waiting;
        std::uint64_t number = 0;
        std::uint64_t sent = 0;
        std::uint64_t heardInstance = 0;
        std::uint64_t heard = 0;
    };

    /// A message as all MCUs name it.
    struct Kept {
        Message message;
        std::uint64_t instance = 0;
        std::uint64_t number = 0;
    };

    void put(const McuId& link, wire::Talk talk);
    void onText(const McuId& link, const wire::Talk& talk);
    void onAcknowledgement(const McuId& link, const wire::Talk& talk);
    Kept& keep(const wire::Text& text);

    const McuId self_;
    const std::uint64_t instance_;
    Ends ends_;
    std::map<McuId, Box> boxes_;
    std::deque<Kept> kept_;
    std::uint64_t last_ = 0;   ///< number of our own messages
    std::uint64_t shown_ = 0;  ///< number a technician sees, of all messages here
    std::uint64_t dropped_ = 0;
};

}  // namespace mcu::cascade
