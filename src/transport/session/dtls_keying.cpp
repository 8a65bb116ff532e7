// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/dtls_keying.h"

#include <array>

namespace mcu::transport {

using State = dtls::DtlsAssociation::State;

Result<bool> DtlsKeying::begin(const dtls::DtlsIdentity& identity,
                               const media::DtlsPeer& peer,
                               SteadyTime now,
                               const Send& send) {
    if (association_ && peer == peer_ && association_->state() != State::failed) {
        return false;
    }
    association_.reset();
    auto made = dtls::DtlsAssociation::create(identity, peer, now);
    if (!made) {
        return made.error();
    }
    association_ = std::make_unique<dtls::DtlsAssociation>(std::move(*made));
    peer_ = peer;
    reported_ = false;
    flush(send);
    return true;
}

void DtlsKeying::feed(std::span<const std::byte> datagram, SteadyTime now, const Send& send) {
    if (association_) {
        association_->feed(datagram, now);
        flush(send);
    }
}

void DtlsKeying::tick(SteadyTime now, const Send& send) {
    if (!association_) {
        return;
    }
    const auto next = association_->nextTimeout(now);
    if (next && *next <= now) {
        association_->handleTimeout(now);
        flush(send);
    }
}

std::optional<Result<media::SdesKeys>> DtlsKeying::takeResult() {
    if (!association_ || reported_) {
        return std::nullopt;
    }
    if (association_->state() == State::failed) {
        reported_ = true;
        return Result<media::SdesKeys>(association_->error());
    }
    if (association_->state() != State::done) {
        return std::nullopt;
    }
    auto keys = association_->takeKeys();
    if (!keys) {
        return std::nullopt;
    }
    reported_ = true;
    return Result<media::SdesKeys>(
        media::SdesKeys{keys->suite, std::move(keys->local), std::move(keys->remote)});
}

void DtlsKeying::flush(const Send& send) {
    std::array<std::byte, dtls::DtlsAssociation::kMtu> datagram{};
    while (const std::size_t size = association_->takeOutgoing(datagram)) {
        send(std::span(datagram).first(size));
    }
}

}  // namespace mcu::transport
