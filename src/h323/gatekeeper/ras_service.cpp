// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/ras_service.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "base/log.h"
#include "h323/gatekeeper/poll_thread.h"
#include "h323/gatekeeper/udp_port.h"

namespace mcu::h323::gatekeeper {

namespace {

const NetAddress& discoveryGroup() {
    static const NetAddress group = *NetAddress::parse("224.0.1.41", 1718);
    return group;
}

/// So many datagrams, then timers and tasks have their turn.
constexpr int kBatch = 64;

/// `address`, with a host a peer can use instead of "any".
NetAddress reachable(NetAddress address, const NetAddress& from) {
    if (address.isSet() && address.isAny() && from.isSet()) {
        const auto port = address.port();
        address = from;
        address.setPort(port);
    }
    return address;
}

}  // namespace

struct RasService::Impl {
    Impl(RasSettings with, Loop& loop, Listener& to)
        : settings(std::move(with)), control(loop), listener(to) {}

    Status openPorts();
    void begin(const NetAddress& signalling);
    void readable(int fd);
    void carryOut(ras::Actions actions);
    void carryOut(Output output, UdpPort& port, const NetAddress& source);
    void tell(const Event& event);
    /// Runs a task on the control loop, unless the service is gone by then.
    void onControl(std::function<void()> task);
    void publish();
    [[nodiscard]] std::optional<SteadyTime> nextTimer() const;
    void tick();
    void ask(const ras::AdmissionCall& call, std::function<void(const CallAnswer&)> answer);
    bool askAtHome(const ras::AdmissionCall& call,
                   const std::function<void(const CallAnswer&)>& answer) const;
    void answer(std::uint64_t call, const CallAnswer& answer);

    RasSettings settings;
    Loop& control;
    Listener& listener;
    RealClock clock;
    std::optional<UdpPort> clientPort;
    std::optional<UdpPort> gatekeeperPort;
    std::optional<UdpPort> discoveryPort;
    // On the thread, once it runs.
    std::unique_ptr<ras::RasClient> client;
    std::unique_ptr<Gatekeeper> gatekeeper;
    ras::Names ownNames;
    ListedRooms listed;
    NetAddress signalling;
    std::map<std::uint64_t, std::function<void(const CallAnswer&)>> asked;
    bool changed = true;

    /// False once the service is gone; asked on the control thread alone.
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
    mutable std::mutex mutex;
    RasStatus published;  ///< under mutex
    bool running = false;
    // Last, so that it ends first.
    PollThread thread;
};

Status RasService::Impl::openPorts() {
    if (settings.client) {
        auto port = UdpPort::open(settings.clientListen);
        if (!port) {
            return port.error().in("h323.gatekeeper.listen");
        }
        clientPort.emplace(std::move(*port));
    }
    if (settings.gatekeeper) {
        auto port = UdpPort::open(settings.gatekeeperListen);
        if (!port) {
            return port.error().in("h323.built_in_gatekeeper.listen");
        }
        gatekeeperPort.emplace(std::move(*port));
        if (settings.discoveryListen.isSet()) {
            auto discovery = UdpPort::open(settings.discoveryListen, discoveryGroup());
            if (!discovery) {
                return discovery.error().in("h323.built_in_gatekeeper.discovery");
            }
            discoveryPort.emplace(std::move(*discovery));
        }
    }
    return {};
}

void RasService::Impl::begin(const NetAddress& calls) {
    signalling = calls;
    if (settings.client) {
        auto& with = *settings.client;
        const auto facing =
            with.gatekeepers.empty() ? NetAddress() : addressTowards(with.gatekeepers.front());
        with.rasAddress = reachable(clientPort->bound(), facing);
        with.callSignalAddress = reachable(calls, facing);
        client = std::make_unique<ras::RasClient>(with, clock);
    }
    if (settings.gatekeeper) {
        settings.gatekeeper->ras = gatekeeperPort->bound();
        gatekeeper = std::make_unique<Gatekeeper>(*settings.gatekeeper, clock);
        gatekeeper->setListed(listed);
        gatekeeper->setOwn(ownNames, signalling);
    }
    PollThread::Work work;
    for (const auto* port : {&clientPort, &gatekeeperPort, &discoveryPort}) {
        if (*port) {
            work.descriptors.push_back((*port)->fd());
        }
    }
    work.readable = [this](int fd) { readable(fd); };
    work.nextTimer = [this] { return nextTimer(); };
    work.tick = [this] { tick(); };
    publish();
    running = true;
    thread.start(std::move(work));
    thread.post([this] {
        if (client) {
            carryOut(client->start());
        }
        publish();
    });
}

void RasService::Impl::readable(int fd) {
    thread.role().assertHere();
    for (int i = 0; i < kBatch; ++i) {
        auto* port = clientPort && clientPort->fd() == fd           ? &*clientPort
                     : gatekeeperPort && gatekeeperPort->fd() == fd ? &*gatekeeperPort
                                                                    : &*discoveryPort;
        const auto datagram = port->receive();
        if (!datagram) {
            break;
        }
        if (clientPort && port == &*clientPort) {
            carryOut(client->receive(datagram->from, datagram->octets));
        } else {
            // GRQ to 1718 is answered with 1719 as our address; our answer leaves from there too.
            carryOut(gatekeeper->receive(
                         datagram->from, datagram->octets, datagram->to, datagram->multicast),
                     *gatekeeperPort,
                     gatekeeperPort->bound().isAny() ? datagram->to : NetAddress());
        }
    }
    publish();
}

std::optional<SteadyTime> RasService::Impl::nextTimer() const {
    const auto one = client ? client->nextTimer() : std::nullopt;
    const auto other = gatekeeper ? gatekeeper->nextTimer() : std::nullopt;
    return one && other ? std::min(*one, *other) : one ? one : other;
}

void RasService::Impl::tick() {
    if (client) {
        carryOut(client->tick());
    }
    if (gatekeeper) {
        carryOut(gatekeeper->tick(), *gatekeeperPort, {});
    }
    publish();
}

void RasService::Impl::answer(std::uint64_t call, const CallAnswer& answer) {
    const auto found = asked.find(call);
    if (found != asked.end()) {
        const auto tellIt = std::move(found->second);
        asked.erase(found);
        tellIt(answer);
    }
}

void RasService::Impl::carryOut(ras::Actions actions) {
    for (auto& each : actions) {
        if (const auto* send = std::get_if<ras::Send>(&each)) {
            clientPort->send(send->to, send->octets);
            continue;
        }
        changed = true;
        if (auto* admitted = std::get_if<ras::Admitted>(&each)) {
            answer(admitted->call,
                   {true, {}, admitted->destination, std::move(admitted->to), admitted->kbps});
        } else if (auto* refused = std::get_if<ras::Refused>(&each)) {
            answer(refused->call, {false, std::move(refused->cause), {}, {}, 0});
        } else if (auto* end = std::get_if<ras::EndCall>(&each)) {
            onControl([this, end = *end] { listener.onEndCall(end.call, end.cause); });
        } else if (const auto* bandwidth = std::get_if<ras::Bandwidth>(&each)) {
            onControl([this, b = *bandwidth] { listener.onBandwidth(b.call, b.kbps); });
        } else {
            const auto status = client->status();
            logger("ras").info("gatekeeper client state={} gatekeeper={} why={}",
                               ras::nameOf(status.state),
                               status.gatekeeper.toString(),
                               status.cause);
            onControl([this, status] { listener.onClientState(status); });
        }
    }
}

void RasService::Impl::onControl(std::function<void()> task) {
    (void)control.post([there = alive, task = std::move(task)] {
        if (*there) {
            task();
        }
    });
}

void RasService::Impl::tell(const Event& event) {
    changed = true;
    if (const auto* registered = std::get_if<RoomRegistered>(&event)) {
        if (registered->fresh) {
            logger("ras").info("room registered user={} address={}",
                               registered->room.user,
                               registered->room.signalling.toString());
        }
        onControl([this, e = *registered] { listener.onRoomRegistered(e.room, e.fresh); });
    } else if (const auto* gone = std::get_if<RoomGone>(&event)) {
        logger("ras").info("room gone user={} why={}", gone->room.user, gone->why);
        onControl([this, e = *gone] { listener.onRoomGone(e.room, e.why); });
    } else if (const auto* refused = std::get_if<RoomRefused>(&event)) {
        logger("ras").warn(
            "room refused address={} why={}", refused->source.toString(), refused->why);
        onControl([this, e = *refused] { listener.onRoomRefused(e); });
    }
}

void RasService::Impl::carryOut(Output output, UdpPort& port, const NetAddress& source) {
    for (const auto& send : output.sends) {
        port.send(send.to, send.octets, source);
    }
    for (const auto& event : output.events) {
        tell(event);
    }
}

void RasService::Impl::publish() {
    RasStatus status;
    if (client) {
        status.client = client->status();
        status.ignored = client->ignored();
    }
    if (gatekeeper) {
        status.gatekeeper = true;
        status.gatekeeperId = settings.gatekeeper->id;
        status.gatekeeperAddress = gatekeeperPort->bound();
        status.counters = gatekeeper->counters();
        status.calls = gatekeeper->calls();
    }
    status.at = clock.now();
    const std::lock_guard lock(mutex);
    if (changed && gatekeeper) {
        for (const auto& [id, room] : gatekeeper->registry().all()) {
            status.rooms.push_back(room);
        }
    } else {
        status.rooms = std::move(published.rooms);
    }
    changed = false;
    published = std::move(status);
}

/// Answered from our own table of rooms; false: somebody else is to be asked.
bool RasService::Impl::askAtHome(const ras::AdmissionCall& call,
                                 const std::function<void(const CallAnswer&)>& answer) const {
    if (gatekeeper && !call.answer) {
        for (const auto& name : call.to) {
            if (const auto address = gatekeeper->locate(name);
                address.isSet() && (!call.peer.isSet() || call.peer == address)) {
                answer({true, {}, address, {}, 0});
                return true;
            }
        }
    }
    if (client) {
        return false;
    }
    if (call.answer || call.peer.isSet()) {
        answer({});
        return true;
    }
    const auto name = call.to.empty() ? std::string() : call.to.front();
    answer({false,
            {call::CauseCode::notFound, 0, "no room registered as \"" + name + "\"", false},
            {},
            {},
            0});
    return true;
}

void RasService::Impl::ask(const ras::AdmissionCall& call,
                           std::function<void(const CallAnswer&)> answer) {
    thread.role().assertHere();
    if (askAtHome(call, answer)) {
        return;
    }
    asked.insert_or_assign(call.call, std::move(answer));
    carryOut(client->ask(call));
    publish();
}

RasService::RasService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

RasService::~RasService() {
    stop();
    *impl_->alive = false;
}

Result<std::unique_ptr<RasService>> RasService::open(RasSettings settings,
                                                     Loop& control,
                                                     Listener& listener) {
    auto impl = std::make_unique<Impl>(std::move(settings), control, listener);
    if (const Status opened = impl->openPorts(); !opened) {
        return opened.error();
    }
    return std::unique_ptr<RasService>(new RasService(std::move(impl)));
}

void RasService::begin(const NetAddress& signalling) {
    impl_->begin(signalling);
}

void RasService::stop() {
    auto& impl = *impl_;
    if (!impl.running) {
        return;
    }
    impl.running = false;
    impl.thread.post([&impl] {
        if (impl.client) {
            impl.carryOut(impl.client->stop());
        }
        if (impl.gatekeeper) {
            impl.carryOut(impl.gatekeeper->stop(), *impl.gatekeeperPort, {});
        }
        for (auto& [call, answer] : std::exchange(impl.asked, {})) {
            answer(
                {false, {call::CauseCode::localShutdown, 0, "the server stops", false}, {}, {}, 0});
        }
    });
    impl.thread.stop();
}

void RasService::ask(const ras::AdmissionCall& call,
                     std::function<void(const CallAnswer&)> answer) {
    auto& impl = *impl_;
    impl.thread.post(
        [&impl, call, answer = std::move(answer)]() mutable { impl.ask(call, std::move(answer)); });
}

void RasService::connected(std::uint64_t call) {
    auto& impl = *impl_;
    impl.thread.post([&impl, call] {
        if (impl.client) {
            impl.carryOut(impl.client->connected(call));
        }
    });
}

void RasService::ended(std::uint64_t call, const Octets& callIdentifier, bool forced) {
    auto& impl = *impl_;
    impl.thread.post([&impl, call, callIdentifier, forced] {
        impl.asked.erase(call);
        if (impl.client) {
            impl.carryOut(impl.client->end(call, forced));
        }
        if (impl.gatekeeper) {
            impl.gatekeeper->forget(callIdentifier);
        }
        impl.publish();
    });
}

void RasService::setListed(ListedRooms rooms) {
    auto& impl = *impl_;
    if (!impl.running) {
        impl.listed = std::move(rooms);
        return;
    }
    impl.thread.post([&impl, rooms = std::move(rooms)]() mutable {
        if (impl.gatekeeper) {
            impl.gatekeeper->setListed(std::move(rooms));
        }
    });
}

void RasService::setOwnNames(ras::Names names) {
    auto& impl = *impl_;
    if (!impl.running) {
        impl.ownNames = std::move(names);
        return;
    }
    impl.thread.post([&impl, names = std::move(names)] {
        if (impl.gatekeeper) {
            impl.gatekeeper->setOwn(names, impl.signalling);
        }
    });
}

void RasService::drop(const std::string& name, std::function<void(bool)> done) {
    auto& impl = *impl_;
    impl.thread.post([&impl, name, done = std::move(done)] {
        bool there = false;
        if (impl.gatekeeper) {
            auto output = impl.gatekeeper->drop(name, "dropped by an operator");
            there = !output.events.empty();
            impl.carryOut(std::move(output), *impl.gatekeeperPort, {});
            impl.publish();
        }
        impl.onControl([done, there] { done(there); });
    });
}

RasStatus RasService::status() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->published;
}

}  // namespace mcu::h323::gatekeeper
