// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "config/impl/sections.h"

namespace mcu::config {

namespace {

constexpr std::size_t kMostSlaves = 32;
constexpr int kMostUplinks = 4;

void readHostPort(MapReader& reader, const char* key, std::string& to) {
    if (!reader.text(key, to, 255) || to.empty()) {
        return;
    }
    if (const auto parsed = NetAddress::parseHostPort(to); !parsed) {
        reader.problem(key, parsed.error().message + "; " + parsed.error().advice);
    }
}

void readMcuId(MapReader& reader, std::string& to) {
    reader.require("mcu");
    if (reader.text("mcu", to, 64) && !isId(to)) {
        reader.problem("mcu", "expected up to 64 letters, digits, \".\", \"-\", \"_\"");
    }
}

void readSlave(MapReader& reader, CascadeSlave& slave) {
    readMcuId(reader, slave.mcu);
    reader.text("name", slave.name, 200);
    reader.require("conference");
    reader.text("conference", slave.conference, 64);
    reader.number("uplinks", slave.uplinks, 1, kMostUplinks);
    reader.number("max_kbps", slave.maxKbps, 64, 50000);
    reader.flag("ice", slave.ice);
    reader.finish();
}

void readMaster(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "cascade.master", reading.problems);
    auto& master = reading.config.cascade.master.emplace();
    readMcuId(reader, master.mcu);
    reader.require("address");
    readHostPort(reader, "address", master.address);
    reader.require("conference");
    reader.text("conference", master.conference, 64);
    reader.number("uplinks", master.uplinks, 1, kMostUplinks);
    reader.choice(
        "policy",
        master.policy,
        std::vector<std::pair<std::string, CascadePolicy>>{{"auto", CascadePolicy::automatic},
                                                           {"confirm", CascadePolicy::confirm},
                                                           {"manual", CascadePolicy::manual}});
    reader.flag("connect_at_start", master.connectAtStart);
    reader.flag("ice", master.ice);
    reader.number("max_kbps", master.maxKbps, 64, 50000);
    reader.finish();
}

void checkCascade(MapReader& reader, const Cascade& cascade, const std::string& self) {
    if (!cascade.enabled()) {
        return;
    }
    const std::pair<const char*, const std::string&> files[] = {
        {"certificate", cascade.certificate}, {"key", cascade.key}, {"ca", cascade.ca}};
    for (const auto& [key, path] : files) {
        if (path.empty()) {
            reader.problem(key, "links to other MCUs need it; make one with mcuctl cert");
        }
    }
    if (!cascade.slaves.empty() && (cascade.listen.empty() || cascade.sipListen.empty())) {
        reader.problem("slaves", "slaves dial listen and sip_listen: give both");
    }
    std::set<std::string> seen = {self};
    if (cascade.master && !seen.insert(cascade.master->mcu).second) {
        reader.problem("master", "this server cannot be its own master");
    }
    for (const auto& slave : cascade.slaves) {
        if (!seen.insert(slave.mcu).second) {
            reader.problem("slaves", slave.mcu + " stands twice, or is this server or its master");
        }
    }
}

}  // namespace

void readCascade(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "cascade", reading.problems);
    Cascade& cascade = reading.config.cascade;
    reader.text("name", cascade.name, 200);
    readHostPort(reader, "listen", cascade.listen);
    readHostPort(reader, "sip_listen", cascade.sipListen);
    reader.text("public_address", cascade.publicAddress, 255);
    reader.text("certificate", cascade.certificate);
    reader.text("key", cascade.key);
    reader.text("ca", cascade.ca);
    reader.text("crl", cascade.crl);
    reader.number("max_depth", cascade.maxDepth, 1, 8);
    if (const yaml::Node slaves = reader.list("slaves", kMostSlaves); slaves.IsDefined()) {
        std::size_t index = 0;
        for (const auto& each : slaves) {
            MapReader one(
                each, "cascade.slaves[" + std::to_string(index++) + "]", reading.problems);
            readSlave(one, cascade.slaves.emplace_back());
        }
    }
    if (reader.has("master")) {
        readMaster(reader.map("master"), reading);
    }
    checkCascade(reader, cascade, reading.config.mcu.id);
    reader.finish();
}

}  // namespace mcu::config
