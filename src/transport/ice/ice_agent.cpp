// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/ice/ice_agent.h"

#include <algorithm>
#include <sys/socket.h>

#include "transport/ice/ice_agent_impl.h"
#include "transport/ice/ice_loop_impl.h"

namespace mcu::ice {

namespace {

/// ice-char of RFC 8839 section 5.4.
bool isIceText(const std::string& text, std::size_t min) {
    return text.size() >= min && text.size() <= 256 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '+' || c == '/';
           });
}

}  // namespace

IceAgent::IceAgent(IceLoop& loop, Options options, Callbacks callbacks)
    : loop_(loop),
      impl_(std::make_shared<Impl>(
          loop, loop.impl_->context, std::move(options), std::move(callbacks))) {
    loop_.post([impl = impl_] { impl->gather(); });
}

IceAgent::~IceAgent() {
    {
        const std::lock_guard lock(impl_->callbackMutex);
        impl_->closed = true;
    }
    loop_.post([impl = impl_] { impl->takeDown(); });
}

Status IceAgent::setRemote(const media::IceParameters& remote) {
    if (!isIceText(remote.ufrag, 4) || !isIceText(remote.password, 22)) {
        return Error(ErrorCode::protocol, "the peer's ICE user name or password is malformed");
    }
    std::vector<CandidateLine> candidates;
    for (const auto& line : remote.candidates) {
        auto candidate = CandidateLine::parse(line);
        if (candidate && candidate->component <= impl_->options.components &&
            candidates.size() < kMaxRemoteCandidates) {
            candidates.push_back(std::move(*candidate));
        }
    }
    loop_.post(
        [impl = impl_,
         ufrag = remote.ufrag,
         password = remote.password,
         candidates = std::move(candidates)] { impl->setRemote(ufrag, password, candidates); });
    return {};
}

bool IceAgent::send(int component, std::span<const std::byte> datagram) noexcept {
    if (component < 1 || component > Impl::kMaxComponents) {
        return false;
    }
    const Path* path =
        impl_->current[static_cast<std::size_t>(component - 1)].load(std::memory_order_acquire);
    return path != nullptr &&
           ::sendto(path->fd,
                    datagram.data(),
                    datagram.size(),
                    MSG_DONTWAIT | MSG_NOSIGNAL,
                    path->remote.sockaddrPointer(),
                    path->remote.sockaddrLength()) == static_cast<ssize_t>(datagram.size());
}

IceAgent::Path IceAgent::path(int component) const noexcept {
    if (component < 1 || component > Impl::kMaxComponents) {
        return {};
    }
    const Path* path =
        impl_->current[static_cast<std::size_t>(component - 1)].load(std::memory_order_acquire);
    return path != nullptr ? *path : Path{};
}

}  // namespace mcu::ice
