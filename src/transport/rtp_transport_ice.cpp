// SPDX-License-Identifier: GPL-3.0-or-later
// Opening sessions whose peers do ICE: candidates are gathered on libnice's thread first.
#include <utility>

#include "transport/media_thread.h"
#include "transport/net/port_range.h"
#include "transport/rtp_transport.h"
#include "transport/session/random.h"

namespace mcu::transport {

using media::Kind;

void RtpTransport::openWithIce(const SessionSpec& spec,
                               std::function<void(Result<media::LocalMedia>)> done) {
    if (!iceLoop_) {
        iceLoop_ = std::make_unique<ice::IceLoop>();
    }
    const SessionId id = sessionIds_.next();
    MediaThread* thread = &threadOf(id);
    IceOpening& opening = iceOpenings_[id];
    opening.local.session = id;
    opening.local.dtlsFingerprint = identity_.fingerprint();
    opening.label = spec.label;
    opening.done = std::move(done);
    opening.missing = spec.video ? 2 : 1;
    ice::IceAgent::Options options;
    options.components = 1;
    options.minPort = settings_.firstPort;
    options.maxPort = settings_.lastPort;
    if (const NetAddress address = addressOf(spec); address.isSet() && !address.isAny()) {
        options.localAddresses = {address};
    }
    const std::string cname = hexadecimal(random32()) + "@" + cnameHost_;
    for (std::size_t i = 0; i < opening.missing; ++i) {
        const Kind kind = i == 0 ? Kind::audio : Kind::video;
        media::LocalStream stream;
        stream.kind = kind;
        stream.ssrc = random32();
        stream.cname = cname;
        opening.local.streams.push_back(stream);
        IcePath::Callbacks callbacks;
        callbacks.gathered = [this, id, i, stream](Result<ice::IceAgent::Gathered> gathered) {
            Result<media::LocalStream> made = stream;
            if (!gathered) {
                made = gathered.error();
            } else if (gathered->defaults.empty()) {
                made = Error(ErrorCode::unavailable, "ICE found no address of this machine");
            } else {
                made->ice = std::move(gathered->parameters);
                made->rtp = made->rtcp = gathered->defaults.front();
            }
            toControl([this, id, i, made] { onGathered(id, i, made); });
        };
        callbacks.ready = [thread, id, kind] {
            thread->post([id, kind](MediaThread& media) { media.iceReady(id, kind); });
        };
        callbacks.failed = [thread, id, kind](Error error) {
            thread->post([id, kind, error = std::move(error)](MediaThread& media) {
                media.iceFailed(id, kind, error);
            });
        };
        opening.paths.push_back(
            std::make_unique<IcePath>(*iceLoop_, options, std::move(callbacks)));
    }
}

void RtpTransport::onGathered(SessionId id,
                              std::size_t index,
                              const Result<media::LocalStream>& gathered) {
    const auto found = iceOpenings_.find(id);
    if (found == iceOpenings_.end()) {
        return;
    }
    if (!gathered) {
        const auto failed = std::move(found->second);
        iceOpenings_.erase(found);
        failed.done(gathered.error().in("ICE for site " + failed.label));
        return;
    }
    found->second.local.streams[index] = *gathered;
    if (--found->second.missing > 0) {
        return;
    }
    IceOpening opening = std::move(found->second);
    iceOpenings_.erase(found);
    MediaThread& thread = threadOf(id);
    std::vector<std::unique_ptr<Stream>> streams;
    for (std::size_t i = 0; i < opening.paths.size(); ++i) {
        const media::LocalStream& local = opening.local.streams[i];
        streams.push_back(std::make_unique<Stream>(
            thread,
            Stream::Identity{id, local.kind, local.ssrc, local.cname, opening.label},
            SocketPair{},
            std::move(opening.paths[i])));
    }
    auto session = std::make_shared<std::unique_ptr<Session>>(
        std::make_unique<Session>(id, std::move(streams)));
    thread.post([session](MediaThread& media) { media.addSession(std::move(*session)); });
    opening.done(std::move(opening.local));
}

}  // namespace mcu::transport
