import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints a line per PDF: its path, how many checks were made, and a fault per rule. */
public class Validate {
    static final int SHOWN = 100; // failed checks of one file at most

    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            try (PDFAParser parser =
                    Foundries.defaultInstance()
                            .createParser(new FileInputStream(path), PDFAFlavour.PDFUA_1)) {
                PDFAValidator validator =
                        Foundries.defaultInstance()
                                .createValidator(PDFAFlavour.PDFUA_1, SHOWN, false, false, false);
                ValidationResult result = validator.validate(parser);
                List<String> line = new ArrayList<>(List.of(path));
                line.add(Integer.toString(result.getTotalAssertions()));
                line.addAll(faults(result));
                System.out.println(String.join("\t", line));
            }
        }
    }

    static List<String> faults(ValidationResult result) {
        Map<String, String> byRule = new TreeMap<>();
        for (TestAssertion each : result.getTestAssertions()) {
            String rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
            String where = each.getLocation().getContext();
            byRule.putIfAbsent(rule, rule + ": " + each.getMessage() + " @ " + where);
        }
        List<String> found = new ArrayList<>();
        for (String fault : byRule.values()) {
            found.add(fault.replaceAll("\\s+", " "));
        }
        return found;
    }
}
