// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "cli/cert_commands.h"
#include "cli/command_tree.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

using Act = Exit (*)(Session&, const CertOptions&);

/// A verb and the options it fills in.
struct Verb {
    CLI::App& app;
    std::shared_ptr<CertOptions> options;
};

Verb verb(CommandTree& tree,
          CLI::App& noun,
          const char* name,
          const std::string& help,
          const char* folder,
          Act act) {
    auto options = std::make_shared<CertOptions>();
    options->folder = folder;
    auto& app = tree.word(
        noun, name, help, [options, act](Session& session) { return act(session, *options); });
    return {app, options};
}

void folderOption(const Verb& verb) {
    verb.app
        .add_option("--dir",
                    verb.options->folder,
                    verb.options->folder == kAuthorityFolder
                        ? tr("folder of the authority ({folder})", {{"folder", kAuthorityFolder}})
                        : tr("folder of the MCU's files ({folder})", {{"folder", kMcuFolder}}))
        ->type_name("DIR");
}

void daysOption(const Verb& verb, const std::string& help) {
    verb.app.add_option("--days", verb.options->days, help)
        ->check(CLI::Range(1, 7305))
        ->type_name("N");
}

void outputOption(const Verb& verb) {
    verb.app
        .add_option("-o,--out",
                    verb.options->output,
                    tr("folder for what the MCU gets (named after its id)"))
        ->type_name("DIR");
}

void addAuthorityVerbs(CommandTree& tree, CLI::App& noun) {
    const auto ca = verb(tree,
                         noun,
                         "ca",
                         tr("create the authority that signs for MCUs"),
                         kAuthorityFolder,
                         createAuthority);
    ca.app.add_option("--name", ca.options->name, tr("its name, for example \"HNTH Son La\""))
        ->required()
        ->type_name("TEXT");
    folderOption(ca);
    daysOption(ca, tr("days it is good for (3653)"));

    const auto sign = verb(tree,
                           noun,
                           "sign",
                           tr("sign a request: the MCU's certificate"),
                           kAuthorityFolder,
                           signRequest);
    sign.app.add_option("FILE", sign.options->file, tr("the request, mcu.csr"))
        ->required()
        ->type_name("");
    folderOption(sign);
    outputOption(sign);
    daysOption(sign, tr("days it is good for (397)"));
    sign.app.add_flag(
        "--renew", sign.options->renewal, tr("though the MCU has a certificate in force"));

    const auto renew = verb(tree,
                            noun,
                            "renew",
                            tr("sign again for the key the MCU has"),
                            kAuthorityFolder,
                            renewCertificate);
    renew.app.add_option("MCU", renew.options->id, tr("MCU id"))->required()->type_name("");
    folderOption(renew);
    outputOption(renew);
    daysOption(renew, tr("days it is good for (397)"));

    const auto revoke = verb(tree,
                             noun,
                             "revoke",
                             tr("take certificates back, for ever"),
                             kAuthorityFolder,
                             revokeCertificate);
    revoke.app.add_option("MCU", revoke.options->id, tr("MCU id: all of it; or one serial"))
        ->required()
        ->type_name("");
    folderOption(revoke);

    folderOption(verb(tree,
                      noun,
                      "crl",
                      tr("write the list of revoked certificates anew, good for 90 days"),
                      kAuthorityFolder,
                      refreshRevocations));
    folderOption(verb(tree,
                      noun,
                      "list",
                      tr("what was signed, and how long it is good for"),
                      kAuthorityFolder,
                      listCertificates));
}

}  // namespace

void addCertVerbs(CommandTree& tree) {
    auto& noun = tree.noun("cert", tr("certificates of MCUs for the cascade; needs no server"));
    const auto request = verb(tree,
                              noun,
                              "request",
                              tr("make an MCU's key and the request for its certificate"),
                              kMcuFolder,
                              makeRequest);
    request.app.add_option("--id", request.options->id, tr("MCU id, for example mcu.vnpt"))
        ->required()
        ->type_name("ID");
    folderOption(request);
    const auto show = verb(tree,
                           noun,
                           "show",
                           tr("what a certificate says, and whether it can be used"),
                           kMcuFolder,
                           showCertificates);
    show.options->file = kMcuFolder;
    show.app
        .add_option("FILE",
                    show.options->file,
                    tr("certificate, request or folder ({folder})", {{"folder", kMcuFolder}}))
        ->type_name("");
    addAuthorityVerbs(tree, noun);
    noun.footer(
        tr("Example, a slave at VNPT, its authority at the province:\n"
           "  province  mcuctl cert ca --name \"HNTH Son La\"          (once)\n"
           "  VNPT      mcuctl cert request --id mcu.vnpt --dir /etc/hnth-mcu/pki\n"
           "            send /etc/hnth-mcu/pki/mcu.csr to the province\n"
           "  province  mcuctl cert sign mcu.csr --out mcu.vnpt\n"
           "            compare the key print by telephone, send the folder mcu.vnpt back\n"
           "  VNPT      put mcu.pem, ca.pem and crl.pem into /etc/hnth-mcu/pki\n"
           "            mcuctl cert show /etc/hnth-mcu/pki\n"
           "The province enrols its own MCU the same way, without sending anything."));
}

}  // namespace mcu::cli
