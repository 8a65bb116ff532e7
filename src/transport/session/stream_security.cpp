// SPDX-License-Identifier: GPL-3.0-or-later
// How a Stream gets its keys and its way to the peer: SDES, DTLS-SRTP, ICE.
#include <cstring>

#include "base/log.h"
#include "transport/session/stream.h"

namespace mcu::transport {

using Listener = media::Transport::Listener;

void Stream::applyIce(const media::AgreedStream& agreed) {
    if (!ice_ || !agreed.ice || iceRemote_ == agreed.ice) {
        return;
    }
    iceRemote_ = agreed.ice;
    if (const auto set = ice_->setRemote(*agreed.ice); !set) {
        onIceFailed(set.error());
    }
}

void Stream::onIceReady() {
    icePath_ = ice_->path();
    logger("transport")
        .info("ice path found session={} site={} remote={}",
              identity_.session.value,
              identity_.label,
              icePath_.remote.toString());
    if (agreed_) {
        applyKeying();
    }
}

void Stream::onIceFailed(const Error& error) {
    if (icePath_.fd < 0) {
        fail(error);
    }
}

void Stream::takeIceDatagrams() {
    if (icePath_.fd < 0) {
        // The peer may find the pair before we do.
        icePath_ = ice_->path();
    }
    sockaddr_storage source{};
    std::memcpy(&source, icePath_.remote.sockaddrPointer(), sizeof source);
    ice_->takeDatagrams(
        [&](std::span<std::byte> datagram) { onDatagram(datagram, source, false); });
    host_.totals().receiveOverruns += ice_->takeOverruns();
}

void Stream::applyKeying() {
    const auto* cbc = std::get_if<media::CbcKeys>(&agreed_->keying);
    if (cbc == nullptr) {
        cbc_.clear();
    } else {
        dtls_.end();
        keys_.clear();
        useKeys(*cbc);
        return;
    }
    if (const auto* sdes = std::get_if<media::SdesKeys>(&agreed_->keying)) {
        dtls_.end();
        useKeys(*sdes);
        return;
    }
    const auto* peer = std::get_if<media::DtlsPeer>(&agreed_->keying);
    if (peer == nullptr) {
        dtls_.end();
        keys_.clear();
        return;
    }
    if (!rtpWay().isOpen()) {
        return;  // onIceReady() comes back here
    }
    const auto begun = dtls_.begin(
        host_.identity(), *peer, host_.now(), [this](std::span<const std::byte> datagram) {
            sendDtls(datagram);
        });
    if (!begun) {
        fail(begun.error());
    } else if (*begun) {
        keys_.clear();
    }
}

void Stream::useKeys(const media::SdesKeys& keys) {
    const auto changed = keys_.use(keys);
    if (!changed) {
        fail(changed.error());
    } else if (*changed) {
        tellSecured(std::string(nameOf(keys_.suite())));
    }
}

void Stream::useKeys(const media::CbcKeys& keys) {
    const auto changed = cbc_.use(keys);
    if (!changed) {
        fail(changed.error());
    } else if (*changed && agreed_->encrypted()) {
        tellSecured(std::string(nameOf(keys)));
    }
}

void Stream::tellSecured(std::string suite) {
    host_.report([id = identity_.session, kind = identity_.kind, suite = std::move(suite)](
                     Listener& listener) { listener.onSecured(id, kind, suite); });
}

void Stream::onDtls(std::span<const std::byte> datagram, const sockaddr_storage& source) {
    if (!std::holds_alternative<media::DtlsPeer>(agreed_->keying)) {
        ++in_.drops().badHeader;
        return;
    }
    if (!ice_) {
        if (!in_.latch().accepts(source)) {
            ++in_.drops().badSource;
            return;
        }
        // A peer behind a NAT: answers must go where its datagrams come from. What it then sends is
        // authenticated.
        in_.latch().latch(source);
    }
    dtls_.feed(datagram, host_.now(), [this](std::span<const std::byte> out) { sendDtls(out); });
    takeDtlsResult();
}

void Stream::takeDtlsResult() {
    const auto result = dtls_.takeResult();
    if (!result) {
        return;
    }
    if (*result) {
        useKeys(**result);
    } else {
        fail(result->error());
    }
}

void Stream::sendDtls(std::span<const std::byte> datagram) {
    const Way way = rtpWay();
    SendBatch& batch = host_.batch();
    if (way.isOpen() && datagram.size() <= batch.room().size()) {
        batch.addWhole(datagram);
        batch.flush(way.fd, *way.to);
    }
}

void Stream::fail(const Error& error) {
    keys_.clear();
    cbc_.clear();
    host_.report([id = identity_.session, kind = identity_.kind, error](Listener& listener) {
        listener.onSecurityFailed(id, kind, error);
    });
}

}  // namespace mcu::transport
